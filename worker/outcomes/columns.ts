import { outcomeNames, type Outcome, type OutcomeName } from "../../shared/schema/outcome.ts";

/** Headers by which spreadsheets and CRM exports call our fields, without case and separators. */
const headers: Readonly<Record<keyof Outcome, readonly string[]>> = {
  outcome: [
    "outcome",
    "status",
    "result",
    "stage",
    "dealstage",
    "dealstatus",
    "leadstatus",
    "opportunitystage",
  ],
  id: ["id", "dealid", "outcomeid", "externalid", "opportunityid", "recordid"],
  email: ["email", "emailaddress", "mail", "contactemail", "eposta"],
  userId: ["userid", "user", "customerid"],
  phone: ["phone", "phonenumber", "telephone", "tel", "mobile", "mobilephone", "telefon"],
  visitor: ["visitor"],
  leadId: ["leadid", "lead", "visitorid", "scorelineid"],
  at: [
    "at",
    "date",
    "time",
    "timestamp",
    "closedate",
    "closedat",
    "closed",
    "wonat",
    "lostat",
    "datum",
    "tarih",
  ],
  value: ["value", "dealvalue", "expectedvalue", "expectedrevenue"],
  amount: ["amount", "revenue", "total", "dealamount", "sum", "price", "tutar"],
  currency: ["currency", "currencycode", "dealcurrency"],
  reason: [
    "reason",
    "lostreason",
    "closedlostreason",
    "disqualificationreason",
    "disqualifiedreason",
    "lossreason",
    "why",
  ],
};

const fieldOf: ReadonlyMap<string, keyof Outcome> = new Map(
  (Object.keys(headers) as (keyof Outcome)[]).flatMap((field) =>
    headers[field].map((name) => [name, field] as const),
  ),
);

/** What else people call an outcome. */
const synonyms: ReadonlyMap<string, OutcomeName> = new Map(
  Object.entries({
    accepted: "qualified",
    mql: "qualified",
    sql: "qualified",
    unqualified: "disqualified",
    junk: "disqualified",
    opp: "opportunity",
    open: "opportunity",
    closedwon: "won",
    customer: "won",
    closedlost: "lost",
  } as const),
);

const bare = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

/**
 * The field that a column holds, by its header.
 *
 * @example fieldOfHeader("E-Mail Address") === "email"
 */
export function fieldOfHeader(header: string): keyof Outcome | undefined {
  return fieldOf.get(bare(header));
}

/** `Closed Won` and `WON` are both `won`; a word that is none of them stays, for the schema to refuse by name. */
export function outcomeOf(text: string): string {
  const word = bare(text);
  return outcomeNames.find((name) => name === word) ?? synonyms.get(word) ?? text;
}

/**
 * Reads an amount as people write it: the last comma or point with one or two digits after it is the
 * decimal sign, every other one groups digits.
 *
 * @returns The text itself when it is no number, for the schema to refuse.
 * @example amountOf("€ 28.900,50") === 28900.5
 */
export function amountOf(text: string): number | string {
  const digits = text.replaceAll(/[\s\u00a0'\p{Sc}]|^[A-Z]{3}\b|\b[A-Z]{3}$/gu, "");
  if (!/^\d[\d.,]*$/.test(digits)) return text;
  const [, whole = "", fraction = ""] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(digits) ?? [];
  const value = Number(`${whole.replaceAll(/[.,]/g, "")}.${fraction || "0"}`);
  return Number.isFinite(value) ? value : text;
}

/** `21.11.2026` is a day everywhere that writes points; anything else is read as ISO 8601. */
export function dayOf(text: string): string {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  if (day === undefined || month === undefined) return text;
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
