import { webLink } from "../words/people.ts";

const longestText = 600;

function asText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === "") return <span class="muted">empty</span>;
  const link = typeof value === "string" ? webLink(value) : null;
  if (link !== null) {
    return (
      <a href={link} target="_blank" rel="noopener noreferrer nofollow">
        <bdi>{asText(value)}</bdi>
      </a>
    );
  }
  return <bdi class={typeof value === "object" ? "mono" : undefined}>{asText(value)}</bdi>;
}

/** Names and values that came from outside: text, and links only to http(s). */
export function Facts({ facts }: { facts: Readonly<Record<string, unknown>> }) {
  return (
    <dl class="facts">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          <dt>
            <bdi>{name.length > 80 ? `${name.slice(0, 80)}…` : name}</bdi>
          </dt>
          <dd>
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
