import { matchGlob } from "./glob.ts";
import { normalPath } from "./path.ts";
import { foldText } from "./text.ts";
import type { PageKindOverride } from "../schema/model.ts";

/**
 * Words by which a page kind is known, in English, Turkish, Polish and Romanian (and where a word
 * is common on such sites, German, French and Spanish). Already folded; the words of a phrase stand
 * next to each other in one segment of the path, or in the title.
 */
const phrases: Readonly<Record<string, string>> = {
  pricing:
    "pricing, prices, price list, plans, fiyatlar, fiyat, fiyat listesi, fiyatlandirma, ucretler, cennik, ceny, preturi, pret, tarife, lista preturi, preise, tarifs, precios",
  careers:
    "careers, career, jobs, vacancies, join us, work with us, kariyer, is ilanlari, acik pozisyonlar, kariera, praca, oferty pracy, cariere, cariera, locuri de munca, joburi, karriere, stellenangebote, emplois, carrieres, empleo",
  directions:
    "directions, how to find us, find us, get here, getting here, locations, showrooms, yol tarifi, nasil gelinir, ulasim, nerede, dojazd, jak dojechac, lokalizacja, mapa dojazdu, cum ajungi, cum ajungeti, locatii, harta, anfahrt, acces, como llegar",
  demo: "demo, book a demo, request a demo, request demo, test drive, testdrive, demo talebi, demo iste, test surusu, jazda probna, jazda testowa, umow demo, zamow demo, test de conducere, drive test, cere demo, solicita demo, probefahrt",
  contact:
    "contact, contact us, get in touch, iletisim, bize ulasin, bize yazin, kontakt, skontaktuj sie, napisz do nas, contacteaza ne, kontaktieren, contactez nous, contacto",
  cart: "cart, basket, bag, sepet, sepetim, koszyk, cos, cosul meu, cos de cumparaturi, cos cumparaturi, warenkorb, panier, carrito",
  checkout:
    "checkout, odeme, kasa, zamowienie, platnosc, finalizare comanda, finalizare, plata, kasse, paiement",
  thank_you:
    "thank you, thanks, thankyou, tesekkurler, tesekkur ederiz, siparis tamamlandi, dziekujemy, dziekuje, multumim, multumesc, order confirmation, danke, merci, gracias",
  trial:
    "trial, free trial, start trial, sign up, signup, register, ucretsiz dene, deneme, deneme surumu, uye ol, kayit ol, wyprobuj, okres probny, rejestracja, zaloz konto, incearca gratuit, proba gratuita, inregistrare, creeaza cont",
  docs: "docs, documentation, api, developers, dokumantasyon, belgeler, dokumentacja, documentatie",
  blog: "blog, news, articles, haberler, makaleler, aktualnosci, artykuly, wpisy, stiri, noutati, articole",
  support:
    "support, help, help center, faq, destek, yardim, sss, sikca sorulan sorular, pomoc, wsparcie, ajutor, suport, asistenta, intrebari frecvente",
  legal:
    "legal, privacy, privacy policy, terms, terms of service, cookies, imprint, gizlilik, gizlilik politikasi, kvkk, kullanim kosullari, cerez politikasi, polityka prywatnosci, regulamin, prywatnosc, confidentialitate, politica de confidentialitate, termeni, termeni si conditii, impressum, datenschutz",
  login:
    "login, log in, signin, sign in, forgot password, forgot your password, forgotten password, lost password, lost your password, reset password, reset your password, password reset, password recovery, recover password, giris, giris yap, uye girisi, sifremi unuttum, parolami unuttum, sifre sifirlama, parola sifirlama, zaloguj, zaloguj sie, logowanie, nie pamietasz hasla, zapomnialem hasla, reset hasla, resetowanie hasla, przypomnienie hasla, autentificare, conectare, am uitat parola, ai uitat parola, parola uitata, resetare parola, recuperare parola, anmelden, passwort vergessen",
  unsubscribe:
    "unsubscribe, opt out, abonelikten cik, listeden cik, aboneligi iptal et, wypisz, wypisz sie, rezygnacja, dezabonare, dezabonare newsletter, abmelden",
  product:
    "product, products, models, model, cars, urun, urunler, modeller, araclar, produkt, produkty, modele, samochody, produs, produse, masini, produkte, produits",
};

/** Kinds whose pages live below them: `/blog/pricing-strategies` is a blog page. */
const containers = new Set(["blog", "docs", "support"]);
/** Kinds whose words are too common in titles and in the middle of other words' segments. */
const exactOnly = new Set(["product", "cart"]);

interface Phrase {
  kind: string;
  words: readonly string[];
}

const wholeSegments = new Map<string, string>();
const phraseList: Phrase[] = [];
for (const [kind, list] of Object.entries(phrases)) {
  for (const phrase of list.split(", ")) {
    const words = phrase.split(" ");
    if (!wholeSegments.has(words.join("-"))) wholeSegments.set(words.join("-"), kind);
    if (!exactOnly.has(kind)) phraseList.push({ kind, words });
  }
}
// The longest phrase is the most specific one: "test drive" before "drive test", "thank you" before "you".
phraseList.sort((a, b) => b.words.length - a.words.length);

const extension = /\.(html?|php|aspx?|jsp)$/;
const language = /^[a-z]{2}([-_][a-z]{2})?$/;
const separators = /[^\p{L}\p{N}]+/u;

function wordsOf(text: string): string[] {
  return text.split(separators).filter((word) => word !== "");
}

function holdsPhrase(words: readonly string[], phrase: readonly string[]): boolean {
  for (let start = 0; start + phrase.length <= words.length; start += 1) {
    if (phrase.every((word, index) => words[start + index] === word)) return true;
  }
  return false;
}

/**
 * Says what kind of page this is, from its path and, when the path says nothing, its title.
 *
 * The site's own overrides are asked first, in their order, of the path with and without `.html` and
 * its like. Then the path from its end to its
 * beginning: a segment that is a known phrase as a whole (`/yol-tarifi`), pages below a blog or
 * documentation counting as that; then a phrase inside the last segment (`/our-careers-page`); then
 * one in the title.
 *
 * @param path Path of the page, with or without a slash at the end.
 * @param title Title of the document.
 * @param overrides The model's `pageKinds`.
 * @returns The kind, or undefined when nothing is recognised.
 * @example pageKindOf("/cum-ajungi", "") === "directions"
 */
export function pageKindOf(
  path: string,
  title = "",
  overrides: readonly PageKindOverride[] = [],
): string | undefined {
  const page = normalPath(path);
  const bare = page.replace(extension, "");
  for (const override of overrides) {
    const glob = normalPath(override.path);
    if (matchGlob(glob, bare) || (bare !== page && matchGlob(glob, page))) return override.kind;
  }
  const segments = bare.split("/").filter((segment) => segment !== "" && segment !== "index");
  if (segments.every((segment) => language.test(segment)) && segments.length <= 1) return "home";

  const whole = segments.map((segment) => wholeSegments.get(wordsOf(segment).join("-")));
  const container = whole.find(
    (kind, index) => kind !== undefined && index < whole.length - 1 && containers.has(kind),
  );
  if (container !== undefined) return container;
  const nearest = [...whole].reverse().find((kind) => kind !== undefined);
  const last = segments.at(-1);
  if (nearest !== undefined && (whole.at(-1) !== undefined || nearest !== "product")) return nearest;
  const inSegment = last === undefined ? undefined : phraseKind(wordsOf(last));
  return inSegment ?? nearest ?? phraseKind(wordsOf(foldText(title)));
}

function phraseKind(words: readonly string[]): string | undefined {
  return phraseList.find((phrase) => holdsPhrase(words, phrase.words))?.kind;
}
