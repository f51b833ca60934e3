import type { HandOffPayload } from "../../shared/schema/destination.ts";

const pagesTold = 10;

/** A text on one line: what a stranger typed may not begin a new one, in a subject or a list. */
export function oneLine(text: string, characters = 300): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const plain = text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ").trim();
  return plain.length > characters ? `${plain.slice(0, characters - 1)}…` : plain;
}

/** Characters that HTML takes for its own, as entities. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

/** What to call the lead: name, else e-mail, else phone. */
export function leadName({ who }: HandOffPayload): string {
  return oneLine(who.name ?? who.email ?? who.phone ?? "An anonymous visitor", 120);
}

/** The hand-off in a line: `Ada Lovelace is ready for sales (score 40)`. */
export function handOffTitle(handOff: HandOffPayload): string {
  const purpose = handOff.type === "lead.marketing" ? "marketing" : "sales";
  const title = `${leadName(handOff)} is ready for ${purpose} (score ${handOff.why.total})`;
  return handOff.isTest === true ? `[Test] ${title}` : title;
}

/** What is known of the lead, by what it is; nothing empty. */
export function handOffFacts({ who, what, why }: HandOffPayload): [string, string][] {
  const facts: [string, string | null][] = [
    ["Name", who.name],
    ["E-mail", who.email],
    ["Phone", who.phone],
    ["Company", who.company],
    ["Interested in", what.model],
    ["Stage", why.stageLabel ?? why.stage],
    ["Campaign", Object.values(what.campaign).join(" / ")],
    ["Pages", what.pages.slice(-pagesTold).join(", ")],
    ...Object.entries(what.form)
      .filter(([name]) => name !== "model")
      .map(([name, value]): [string, string] => [oneLine(name, 60), textOf(value)]),
  ];
  return facts.flatMap(([name, value]): [string, string][] =>
    value === null || value.trim() === "" ? [] : [[name, oneLine(value, 1000)]],
  );
}

/** The receipts in words, each on a line of its own. */
export function handOffReasons({ why }: HandOffPayload): string[] {
  return why.summary.map((line) => oneLine(line, 300));
}

/**
 * A value of the hand-off, by the name that a field mapping uses: `traits.occupation`,
 * `form.budget`, `campaign.source`, `scores.fit`, or one of `total`, `stage`, `model`, `summary`,
 * `pages`, `lead_url`, `visitor_id`.
 *
 * @returns The empty text when there is no such value.
 */
export function handOffValue(handOff: HandOffPayload, name: string): string {
  const { who, why, what, where } = handOff;
  const [group = "", ...rest] = name.split(".");
  const groups: Record<string, Readonly<Record<string, unknown>>> = {
    traits: who.traits,
    form: what.form,
    campaign: what.campaign,
    scores: why.scores,
  };
  const plain: Record<string, string> = {
    total: String(why.total),
    stage: why.stage,
    model: what.model ?? "",
    summary: why.summary.join("\n"),
    pages: what.pages.join(", "),
    lead_url: where.lead ?? "",
    visitor_id: who.visitorId,
  };
  if (rest.length === 0) return Object.hasOwn(plain, group) ? (plain[group] ?? "") : "";
  const key = rest.join(".");
  const values = Object.hasOwn(groups, group) ? groups[group] : undefined;
  return values !== undefined && Object.hasOwn(values, key) ? textOf(values[key]) : "";
}

/** First and last name: as told, else the name cut at its last space. */
export function nameParts({ who }: HandOffPayload): { first: string; last: string } {
  const first = textOf(who.traits["firstName"]);
  const last = textOf(who.traits["lastName"]);
  if (first !== "" || last !== "" || who.name === null) return { first, last };
  const at = who.name.lastIndexOf(" ");
  return at < 0
    ? { first: who.name, last: "" }
    : { first: who.name.slice(0, at), last: who.name.slice(at + 1) };
}
