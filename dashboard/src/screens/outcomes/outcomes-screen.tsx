import { useEffect, useState } from "preact/hooks";
import type { OutcomesAnswer } from "../../../../shared/schema/outcome.ts";
import { ApiError } from "../../api/client.ts";
import { uploadOutcomes } from "../../api/outcomes.ts";
import { Icon } from "../../components/icon.tsx";
import { ReadOnly } from "../../components/read-only.tsx";
import { OutcomeLines } from "./outcome-lines.tsx";

const example = `email,outcome,amount,currency,date,reason
ada@example.com,won,24900,EUR,2026-03-02,
jan@example.com,lost,,,2026-03-04,Bought elsewhere`;

/** Where sales says what became of leads: a CRM's file, and what came of each of its lines. */
export function OutcomesScreen() {
  const [answer, setAnswer] = useState<OutcomesAnswer | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [fault, setFault] = useState<string | null>(null);

  useEffect(() => {
    scrollTo(0, 0);
    document.title = "Outcomes · Scoreline";
  }, []);

  const upload = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    if (file === undefined) return;
    setAnswer(null);
    setFault(null);
    setShare(0);
    try {
      await uploadOutcomes(await file.text(), (sofar, done) => {
        setAnswer(sofar);
        setShare(done);
      });
    } catch (error) {
      setFault(error instanceof ApiError ? error.message : "The file could not be read.");
    } finally {
      setShare(null);
      // The same file may be chosen again once it was mended.
      input.value = "";
    }
  };

  return (
    <div class="screen">
      <header class="screen-header">
        <h1>Outcomes</h1>
        <p class="muted">What became of the leads, as your CRM knows it.</p>
      </header>
      <ReadOnly />
      <section class="card" aria-label="Upload">
        <h2>A file from the CRM</h2>
        <p class="card-text">
          CSV with a header and a line for each deal, in any order: who it was (email, user id, phone or lead
          id), the outcome (qualified, disqualified, opportunity, won, lost), and where you have them amount,
          currency, date, reason and the deal’s id. The same file twice counts once; a line that is wrong
          costs no other.
        </p>
        <pre class="outcome-example mono" tabIndex={0} aria-label="Example of such a file">
          {example}
        </pre>
        <label class="outcome-file">
          <span>Choose a CSV file</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            disabled={share !== null}
            onChange={(event) => void upload(event.currentTarget)}
          />
        </label>
        {share !== null && <progress value={share} aria-label="Recording" />}
        {fault !== null && (
          <p class="outcome-fault" role="alert">
            <Icon name="alert" /> {fault}
          </p>
        )}
      </section>
      {answer !== null && <OutcomeLines answer={answer} />}
    </div>
  );
}
