import type { ComponentChildren } from "preact";
import type { Source, SourceKindInfo } from "../../../../shared/schema/source.ts";
import { CopyButton } from "../../components/copy-button.tsx";
import { madeSecrets } from "../../state/sources.ts";

/** A value to paste at the provider. */
function Pasted({ text }: { text: string }) {
  return (
    <span class="source-pasted">
      <code>{text}</code>
      <CopyButton text={text} label="Copy" />
    </span>
  );
}

/** A blank of a step: the address, a secret that was just made, or the name of one that is shown no more. */
function blankOf(name: string, source: Source, kind: SourceKindInfo): ComponentChildren {
  if (name === "address") return <Pasted text={source.address} />;
  const secret = madeSecrets.value[source.id]?.[name];
  if (secret !== undefined) return <Pasted text={secret} />;
  const title = kind.fields.find((field) => field.name === name)?.title ?? name;
  return <em>the {title.toLowerCase()}</em>;
}

/** What to do at the provider, with everything that is to be pasted there. */
export function SourceSteps({ source, kind }: { source: Source; kind: SourceKindInfo }) {
  return (
    <>
      <ol class="source-steps">
        {kind.steps.map((step) => (
          <li key={step}>
            {step
              .split(/(\{\w+\})/)
              .map((part) => (/^\{\w+\}$/.test(part) ? blankOf(part.slice(1, -1), source, kind) : part))}
          </li>
        ))}
      </ol>
      <p class="small">
        <a class="link-button" href={kind.documentation} target="_blank" rel="noopener noreferrer">
          {kind.title}: documentation
        </a>
      </p>
    </>
  );
}
