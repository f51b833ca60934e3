import { isKnown as hasToldWho } from "../../../shared/core/condition/tests.ts";
import type { LeadSummary } from "../../../shared/schema/visitor.ts";
import { locale } from "./language.ts";

type Person = Pick<LeadSummary, "id" | "name" | "email" | "phone" | "userId">;

/** True when the lead's e-mail address, phone number or user id is known: what the lead book and models call so. */
export function isKnown({ email, phone, userId }: Person): boolean {
  return hasToldWho({ traits: { email, phone }, userId: userId ?? null });
}

function nameOf(lead: Person): string {
  return lead.name?.trim() || lead.email?.trim() || lead.phone?.trim() || lead.userId?.trim() || "";
}

/** True when there is something to call the lead by; a name is enough. */
export function isNamed(lead: Person): boolean {
  return nameOf(lead) !== "";
}

/** The last six letters and digits of an id: enough to tell two visitors apart in a list. */
export function shortId(id: string): string {
  return id.replace(/[^A-Za-z0-9]/g, "").slice(-6) || id.slice(-6);
}

/** What to call a lead: name, else e-mail, else phone, else user id, else "Anonymous visitor". */
export function displayName(lead: Person): string {
  return nameOf(lead) || "Anonymous visitor";
}

const letters = new Intl.Segmenter(locale, { granularity: "grapheme" });

function firstLetter(word: string | undefined): string {
  if (word === undefined) return "";
  const first = letters.segment(word)[Symbol.iterator]().next().value?.segment ?? "";
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(first) ? first.toLocaleUpperCase(locale) : "";
}

/** One or two initials; the empty text for somebody who is not known, or whose name has no letters. */
export function initials(lead: Person): string {
  const name = lead.name?.trim();
  if (name) {
    const words = name.slice(0, 200).split(/\s+/);
    const last = words.length > 1 ? words[words.length - 1] : undefined;
    return firstLetter(words[0]) + firstLetter(last);
  }
  return firstLetter(lead.email?.trim());
}

/** A number from 0 to `hues` - 1 that stays with an id, for the colour of an avatar. */
export function hueOf(id: string, hues: number): number {
  let hash = 0;
  for (let index = 0; index < id.length; index += 1) hash = (hash * 31 + id.charCodeAt(index)) >>> 0;
  return hash % hues;
}

const regions = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });

/** The name of a country, else its code. */
export function countryName(code: string): string {
  return (/^[A-Z]{2}$/.test(code) ? regions.of(code) : undefined) ?? code;
}

/** An address that opens the mail program; nothing in the e-mail can add a header or a body. */
export function mailLink(email: string): string {
  return `mailto:${encodeURIComponent(email).replaceAll("%40", "@")}`;
}

/** An address that dials, or null when the text holds no number. */
export function phoneLink(phone: string): string | null {
  const digits = phone.replace(/[^\d+]/g, "");
  return /^\+?\d{3,20}$/.test(digits) ? `tel:${digits}` : null;
}

/** The text when it is an http(s) address, else null: no other scheme becomes a link. */
export function webLink(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || text.length > 2048) return null;
  try {
    const { protocol, href } = new URL(text);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}
