import type { FilledField } from "./fill-page.ts";

/** Traits that are measured, by what people call them. */
const truthOf = {
  email: "emailAddress",
  phone: "phone",
  firstName: "firstName",
  lastName: "lastName",
  name: "fullName",
} as const;

export type Kind = keyof typeof truthOf;
export const kinds = Object.keys(truthOf) as Kind[];

/** What left one page: traits of `identify`, and everything as text. */
export interface Departure {
  traits: Partial<Record<Kind, unknown>>[];
  wire: string;
}

export interface Tally {
  found: number;
  wrong: number;
  missed: number;
}

export interface PageScore {
  tallies: Record<Kind, Tally>;
  /** Fields whose secret value left the page. */
  leaks: FilledField[];
  /** What a person would look at. */
  remarks: string[];
}

/**
 * Compares what left a page with what was filled in. A form that has a field of a kind should tell
 * it, from any of them. A user name that may be an e-mail address counts neither way; a name that
 * belongs to a card is nothing to find.
 */
export function scorePage(fields: FilledField[], { traits, wire }: Departure): PageScore {
  const remarks: string[] = [];
  const tallies = {} as PageScore["tallies"];
  for (const kind of kinds) {
    const tally = (tallies[kind] = { found: 0, wrong: 0, missed: 0 });
    const hits = new Set<number>();
    for (const value of new Set(traits.map((each) => each[kind]).filter(Boolean))) {
      const field = fields.find(({ canary }) => canary === value);
      if (field?.truth === truthOf[kind]) {
        if (!hits.has(field.form)) tally.found += 1;
        hits.add(field.form);
      } else if (field?.truth === "username OR emailAddress") hits.add(field.form);
      else {
        tally.wrong += 1;
        remarks.push(`${kind} is wrong: ${field?.truth} ${field?.html ?? String(value)}`);
      }
    }
    const asked = new Set(
      fields.filter(({ truth, isSecret }) => truth === truthOf[kind] && !isSecret).map(({ form }) => form),
    );
    for (const form of asked) {
      if (hits.has(form)) continue;
      tally.missed += 1;
      remarks.push(
        `${kind} is missed: ${fields.find((field) => field.form === form && field.truth === truthOf[kind])?.html}`,
      );
    }
  }
  const leaks = fields.filter(({ isSecret, canary }) => isSecret && wire.includes(canary));
  for (const { html } of leaks) remarks.push(`A SECRET LEFT: ${html}`);
  return { tallies, leaks, remarks };
}
