import type { OutcomeLine, OutcomesAnswer } from "../../../../shared/schema/outcome.ts";
import { Icon, type IconName } from "../../components/icon.tsx";
import { leadAddress } from "../../state/route.ts";

/** Lines that are shown at once; what was refused comes first. */
const shown = 500;

const marks: Readonly<Record<OutcomeLine["status"], { icon: IconName; words: string }>> = {
  counted: { icon: "check", words: "Counted" },
  duplicate: { icon: "info", words: "Known before" },
  rejected: { icon: "alert", words: "Refused" },
};

function Fate({ line }: { line: OutcomeLine }) {
  if (line.status === "rejected") return <span>{line.message}</span>;
  if (line.person === "not_seen_yet") return <span>Kept for when this person comes</span>;
  if (line.leadId === undefined) return null;
  return <a href={leadAddress(line.leadId)}>The lead</a>;
}

/** What became of each line of a file. */
export function OutcomeLines({ answer }: { answer: OutcomesAnswer }) {
  const lines = answer.lines.toSorted(
    (a, b) => Number(b.status === "rejected") - Number(a.status === "rejected") || a.line - b.line,
  );
  return (
    <section class="card" aria-label="Result">
      <h2>Result</h2>
      <p class="card-text" role="status">
        {answer.counted} counted, {answer.duplicates} known before, {answer.rejected} refused
      </p>
      <div class="outcome-lines">
        <table>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Result</th>
              <th scope="col">Outcome</th>
              <th scope="col">What follows</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, shown).map((line) => (
              <tr key={line.line} class={`is-${line.status}`}>
                <td>{line.line}</td>
                <td class="outcome-status">
                  <Icon name={marks[line.status].icon} /> {marks[line.status].words}
                </td>
                <td>{line.outcome ?? ""}</td>
                <td>
                  <Fate line={line} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lines.length > shown && <p class="card-text">And {lines.length - shown} more that went well.</p>}
    </section>
  );
}
