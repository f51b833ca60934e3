import type { FieldWords } from "./field-words.ts";

/** What is known of a field without looking at its value. */
export interface FieldSigns {
  /** `type` of an input; `select` and `textarea` for those. */
  type: string;
  /** The `autocomplete` attribute, as written. */
  autocomplete: string;
  words: FieldWords;
}

/** Traits that a form can tell. */
export type FieldTrait = "email" | "phone" | "firstName" | "lastName" | "name" | "company";

/**
 * What may be done with a field: read it as a trait, send its value as a property (`free`), leave
 * it because it is about a person (`personal`), or never look at it at all (`secret`).
 */
export type FieldMeaning = FieldTrait | "free" | "personal" | "secret";

const secretTypes = /^(password|file|hidden|submit|button|image|reset)$/;
const secretAutocomplete = /\b(current-password|new-password|one-time-code|cc-[a-z-]+)\b/;
/** Cards, accounts, national ids, passwords and one-time codes, in English, Turkish, Polish and Romanian. */
const secretWords =
  /card|kart|\bcc(n|num\w*)?\b|cvc|cvv|\bcsc\b|iban|passw|parol|sifre|hasl|secret|token|captcha|csrf|\botp|otp\b|\bpin( ?code| ?kod\w*)?\b|\bssn|social security|national i|identity n|kimlik|\btc( no)?\b|tckn|pesel|\bcnp\b|\bnip\b|dowod|passport|pas[az]+port|buletin|account n|hesap n|numer konta|cont bancar|expir|son kullanma|(verif|dogrulama|onay|guvenlik|sms|security|weryf|zabezp|auth)\w* ?(code|kod|cod)|(kod|cod)\w* (de )?(weryf|verif|zabezp|sms|sec)/;

const traitByAutocomplete: Record<string, FieldTrait> = {
  email: "email",
  tel: "phone",
  "tel-national": "phone",
  "given-name": "firstName",
  "family-name": "lastName",
  name: "name",
  organization: "company",
};

/** The first that fits wins, so the narrower words come first. The same four languages. */
const traitByWords: [FieldTrait, RegExp][] = [
  ["email", /\be ?(mail|posta)|\bmail\b|\bpoczta\b/],
  ["phone", /phone|telefon|\b(tel|mobile?|cell|gsm|cep|komork\w*|whatsapp)\b/],
  [
    "company",
    /\b(company|organi[sz]ation|business|employer|firma|firmy|sirket|companie|companiei|societate)( name| adi\w*)?$/,
  ],
  [
    "name",
    /full ?name|\b(ad|adi|adiniz|isim|isminiz) (ve )?so(y ?ad|y ?is)|imie i nazw|nume(le)? (si|complet)/,
  ],
  ["firstName", /first ?name|given ?name|\bfname\b|forename|prenume|\bimie\b|^(ad|adi|adiniz|isim|isminiz)$/],
  ["lastName", /last ?name|surname|family ?name|\blname\b|soy ?(ad|isi?m)|nazwisk|nume(le)? de fam/],
  [
    "name",
    /(?<!\b(user|file|product|model|event|pet|car|brand|domain|host|project|item|page|form|school|campaign) ?)\bname$|^nume(le)?\b/,
  ],
];

/** Free text or facts that point at one person, though no trait of a lead. */
const personalWords =
  /name\b|user|login|nick|\b(ad|adi|adiniz)\b|isim|nume\b|nazw|mail|addres|adres|street|sokak|cadde|mahalle|ulica|strada|zip|post(al|a)? ?(code|kod)|pocztow|birth|\bdob\b|dogum|urodz|naster|\bage\b|gender|messag|mesaj|comment|yorum|koment|\bnot(e|es|lar|atki)?\b|uwagi|wiadom|question|plate|plaka|rejestr|inmatric|\bvin\b|\burl\b|website|instagram|facebook|linkedin/;

const textTypes = /^(text|email|tel|search|url|)$/;
const factTypes = /^(select|radio|checkbox|number|range|color|date|month|week|time|datetime-local)$/;

/**
 * Tells what a field is for, from what is written around it and never from its value:
 * `autocomplete` first, then `type`, then the words of its name, label and placeholder.
 *
 * @example fieldMeaning({ type: "text", autocomplete: "", words: { code: ["soyad"], text: [] } }); // "lastName"
 */
export function fieldMeaning({ type, autocomplete, words }: FieldSigns): FieldMeaning {
  const isSecret = (texts: string[]) => texts.some((text) => secretWords.test(text));
  if (secretTypes.test(type) || secretAutocomplete.test(autocomplete) || isSecret(words.code))
    return "secret";

  if (factTypes.test(type)) return isSecret(type === "select" ? words.text : []) ? "secret" : "free";

  const declared =
    traitByAutocomplete[autocomplete.split(/\s+/).pop() ?? ""] ??
    (type === "email" ? "email" : type === "tel" ? "phone" : undefined);
  if (declared) return declared;
  // Only after what is declared: the label of an e-mail field may well speak of passwords.
  if (isSecret(words.text)) return "secret";
  const all = [...words.code, ...words.text];
  if (textTypes.test(type)) {
    for (const text of all) {
      const found = traitByWords.find(([, pattern]) => pattern.test(text));
      if (found) return found[0];
    }
  }
  return type === "textarea" ||
    type === "search" ||
    type === "url" ||
    all.some((text) => personalWords.test(text))
    ? "personal"
    : "free";
}
