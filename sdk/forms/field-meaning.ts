/** Traits that a form can tell. */
export type FieldTrait = "email" | "phone" | "firstName" | "lastName" | "name" | "company";

/**
 * What may be done with a field: read it as a trait, send what was chosen as a property (`fact`),
 * leave it unless the site asks for it (`text`), or never look at it at all (`secret`).
 */
export type FieldMeaning = FieldTrait | "fact" | "text" | "secret";

// The words of these patterns stand in the order in which they pack best.

/**
 * Cards, accounts, national ids, passwords, codes, dates of birth. It may well hide too much: a
 * field that is left out by mistake costs little, one that is taken by mistake costs trust.
 */
const secretWords =
  /szule|account n|\bdigit\b|\bcnp|\bkart|pesel|рожд|γενν|synty|\bexp(ir|y|\b)|month(?!l)|parol|\bcc|cv[cv2]|(?<!^new )pass(?![aei])|geb[ou]+r|naster|sifre|^dni\b|\btax\b|csc|birth|bday|card|national i|f[oø]ds?el|\bssn|naro|生年|identi[tf]|cedul|\bnee? le\b|\bcpf\b|\biban|na(iss|cim|sc)|\bpin\b|hasl|\b[ck]od|sec[ru]|kimlik(?!te)|urodz|documen|\btc(kn)?\b|\botp|dogum|d ?o ?b\b/;

const emailWords = /poczta|e ?post|e ?mail|correo(?!s)|\bmail\b/;
const phoneWords =
  /telef|cep ?(tel|n[ou])|contact n[ou]|\bmobil|phone|\b(tel|cell|handy|gsm|celular|movil)\b/;

const firstWords =
  /first|\bmei\b|\bf ?name|voo?rna|fore?nam|nombre y|nome e|given|\bimie|pren[ou]m|^(adi?(niz)?|isi?mi?(niz)?)( (ve )?so|$)/;
const lastWords =
  /soy ?(ad|isi?m)|apell|^last$|(nume(le)?|nom) (si|de fam|et)|\bsei\b|cogno|surname|name last|last ?name|sobren|\bl ?name|(ef|ach)terna|achna|nazwisk|family/;

/** Somebody else, or another number than a telephone's. */
const othersWords =
  /fax|additional|\bemer|mother|friend|extension|father|honor|recipient|benefic|middle|their\b|\brefer/;

/** A name, an address or a number, but not of a person. */
const otherWords =
  /member|sign|sender|countr|display|\bzip|add?res|post|event|log ?in|domain|nick|house|number|product|user/;

const companyWords =
  /(azienda|employer|sirket|organi[sz]ation|compan|empresa|firm|business|societ)\w*( name| adi\w*)?$/;
const nameWords =
  /(^|\b(your|ihr|contact|customer|dein|form|fields?|author) )name$|\b(nume(le)?|naam|nombre|nome?)( complet.?)?$/;

/** Types whose values are chosen, not written. */
const factTypes = /^(range|radio|number|date|check|select)/;

/**
 * Tells what a field is for, from what is written in and around it and never from its value.
 *
 * @param type `type` of an input; `select-one`, `select-multiple` and `textarea` for those.
 * @param words What is written in and around the field, folded: `autocomplete`, name, id, then what visitors read.
 * @param legend What is written over the field and its neighbours, folded: of three choices that are one date, it alone says so.
 * @example fieldMeaning("text", ["field 1", "soyad"]); // "lastName"
 */
export function fieldMeaning(type: string, words: string[], legend = ""): FieldMeaning {
  const say = (pattern: RegExp) => words.some((text) => pattern.test(text));
  const isSecret = say(secretWords);
  const isOthers = say(othersWords);
  const isFirst = say(firstWords);
  const isLast = say(lastWords);
  const isPart = isFirst || isLast;
  // Some sites call an e-mail field "new-password", lest browsers fill it; its value must look like one.
  if (type === "email" || (type === "text" && !isSecret && !isPart && say(emailWords)))
    return isOthers ? "text" : "email";
  if (type === "password" || isSecret || say(/^new pass/)) return "secret";
  const isTyped = /^te(xt|l)$/.test(type);
  if (!isOthers && (isTyped || type === "number") && say(phoneWords)) return "phone";
  if (factTypes.test(type)) return secretWords.test(legend) ? "secret" : "fact";
  if (isOthers || !isTyped) return "text";
  if (words[0] === "name") return "name";
  if (isPart) return isFirst && isLast ? "name" : isFirst ? "firstName" : "lastName";
  // What visitors read outranks what developers wrote: some call it "username" and ask for the name.
  if (say(/full ?name/) || words.slice(3).includes("name")) return "name";
  if (say(otherWords)) return "text";
  if (type === "tel") return "phone";
  return say(companyWords) ? "company" : say(nameWords) ? "name" : "text";
}
