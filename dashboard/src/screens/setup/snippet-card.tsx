import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { CopyButton } from "../../components/copy-button.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { loadStub, stubTexts } from "../../state/setup.ts";
import { snippetWays } from "../../words/snippets.ts";

/** The site's snippet, ready to paste, in one of five ways. */
export function SnippetCard({ writeKey }: { writeKey: string | null }) {
  const chosen = useSignal("tag");
  const way = snippetWays.find(({ id }) => id === chosen.value) ?? snippetWays[0];
  const file = way?.stub;
  const stub = file === undefined ? "" : stubTexts.value[file];
  useEffect(() => {
    if (file !== undefined) void loadStub(file);
  }, [file]);
  if (way === undefined) return null;

  const text =
    stub === undefined ? null : way.text({ host: location.origin, key: writeKey ?? "YOUR-WRITE-KEY", stub });
  return (
    <section class="setup-card" aria-labelledby="setup-snippet">
      <header class="setup-card-header">
        <h2 id="setup-snippet">Snippet</h2>
        <div class="setup-ways">
          <Segmented
            label="Ways to put it on a site"
            choices={snippetWays.map(({ id, label }) => ({ value: id, label }))}
            value={chosen.value}
            choose={(id) => {
              chosen.value = id;
            }}
          />
        </div>
      </header>
      <div class="snippet">
        <div class="snippet-tools">
          <CopyButton text={text ?? ""} label="Copy" />
        </div>
        {/* Scrolled with the keyboard too. */}
        <pre class="snippet-text" tabIndex={0} role="region" aria-label={`Snippet: ${way.label}`}>
          <code>{text ?? "One moment"}</code>
        </pre>
      </div>
      <p class="card-text">{way.hint}</p>
      {writeKey === null && (
        <p class="stale">The write key of this site was shown when it was created; put it in yourself.</p>
      )}
    </section>
  );
}
