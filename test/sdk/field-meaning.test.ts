import { describe, expect, test } from "vitest";
import { fieldMeaning } from "../../sdk/forms/field-meaning.ts";
import { foldText } from "../../sdk/forms/fold-text.ts";

const meaningOf = (type: string, ...texts: string[]) => fieldMeaning(type, texts.map(foldText));

describe("a text field is understood by its words", () => {
  const words: [label: string, meaning: string][] = [
    ["First name", "firstName"],
    ["Enter first name for your account", "firstName"],
    ["ShippingAddress.NameFirst", "firstName"],
    ["fName", "firstName"],
    ["Last name *", "lastName"],
    ["UserInformation.LastName", "lastName"],
    ["Your name", "name"],
    ["Full name (First and Last name)", "name"],
    ["enterAddressFullName", "name"],
    ["Company name", "company"],
    ["Work e-mail", "email"],
    ["wysija[user][email]", "email"],
    ["Mobile", "phone"],
    ["User name", "text"],
    ["Middle name", "text"],
    ["Sign in name", "text"],
    ["Display name", "text"],
    ["Adınız", "firstName"],
    ["Soyadınız", "lastName"],
    ["Adınız Soyadınız", "name"],
    ["adSoyad", "name"],
    ["Kullanıcı adı", "text"],
    ["E-posta adresi", "email"],
    ["Posta kodu", "secret"],
    ["Cep telefonu", "phone"],
    ["Şirket adı", "company"],
    ["Mesajınız", "text"],
    ["Imię", "firstName"],
    ["Nazwisko", "lastName"],
    ["Imię i nazwisko", "name"],
    ["Adres e-mail", "email"],
    ["Numer telefonu", "phone"],
    ["Nazwa firmy", "company"],
    ["Wiadomość", "text"],
    ["Numer karty", "secret"],
    ["Prenume", "firstName"],
    ["Nume de familie", "lastName"],
    ["Nume și prenume", "name"],
    ["Adresă de e-mail", "email"],
    ["Număr de telefon", "phone"],
    ["Companie", "company"],
    ["Cod de verificare", "secret"],
    ["Vorname", "firstName"],
    ["Nachname", "lastName"],
    ["Vor- und Nachname", "lastName"],
    ["Prénom", "firstName"],
    ["Nom de famille", "lastName"],
    ["Nombre y apellidos", "name"],
    ["Correo electrónico", "email"],
    ["Cognome", "lastName"],
    ["Voornaam", "firstName"],
    ["Card number", "secret"],
    ["Name on card", "secret"],
    ["Kart numarası", "secret"],
    ["SMS code", "secret"],
    ["T.C. Kimlik No", "secret"],
    ["PESEL", "secret"],
    ["CNP", "secret"],
    ["Social security number", "secret"],
    ["Geboortedatum", "secret"],
    ["Födelsedatum", "secret"],
    ["Né le", "secret"],
    ["Née le", "secret"],
    ["D.O.B.", "secret"],
    ["DNI", "secret"],
    ["Cédula", "secret"],
    ["Ihr Name", "name"],
    ["Dein Name", "name"],
    ["Nombre completo", "name"],
    ["Nome completo", "name"],
    ["Nom complet", "name"],
    ["Model", "text"],
    ["Street", "text"],
    ["Plaka", "text"],
  ];
  test.each(words)("%s: %s", (label, meaning) => {
    expect(meaningOf("text", label)).toBe(meaning);
  });
});

test("what a site declares is a word like the others, and secrets come before everything", () => {
  expect(meaningOf("text", "section-a given-name", "field", "company")).toBe("firstName");
  expect(meaningOf("tel", "cc-number", "phone")).toBe("secret");
  expect(meaningOf("text", "cc-given-name", "first_name")).toBe("secret");
  expect(meaningOf("password", "email", "email")).toBe("secret");
  expect(meaningOf("text", "one-time-code", "phone")).toBe("secret");
  expect(meaningOf("text", "current-password", "name")).toBe("secret");
  expect(meaningOf("text", "new-password", "name")).toBe("secret");
});

test("a name that visitors are asked for outranks a user name that developers wrote, and not the other way", () => {
  expect(meaningOf("text", "", "reg-username", "", "Name")).toBe("name");
  expect(meaningOf("text", "", "name", "edit-name", "Username *")).toBe("text");
});

test("an e-mail field is one even where its label speaks of passwords, or its site of new ones", () => {
  expect(meaningOf("email", "", "contact", "We never ask for your password")).toBe("email");
  expect(meaningOf("text", "new-password", "email")).toBe("email");
  expect(meaningOf("text", "", "email_password")).toBe("secret");
});

test("a field for telephones is one unless its words speak of another number", () => {
  expect(meaningOf("tel", "", "field_3")).toBe("phone");
  for (const words of [
    "zip",
    "dateOfBirth",
    "memberId",
    "tx-branch-number",
    "account number",
    "giftCardPin",
    "CVV",
  ])
    expect(meaningOf("tel", "", words)).not.toBe("phone");
});

test("a number is a telephone's where its words say so", () => {
  expect(meaningOf("number", "", "phone")).toBe("phone");
  expect(meaningOf("number", "", "budget")).toBe("fact");
  expect(meaningOf("textarea", "", "message", "", "Phone, or what else we should know")).toBe("text");
});

test("what stands over several choices makes them secret, and nothing else of them", () => {
  expect(fieldMeaning("select-one", ["", "day"], foldText("Date of birth"))).toBe("secret");
  expect(fieldMeaning("select-one", ["", "day"], foldText("Test drive"))).toBe("fact");
  expect(fieldMeaning("text", ["", "first_name"].map(foldText), foldText("Passport"))).toBe("firstName");
});

test.each([
  "Date of birth",
  "Doğum tarihi",
  "Data urodzenia",
  "Data nașterii",
  "Geburtsdatum",
  "Fødselsdato",
  "Date de naissance",
  "Fecha de nacimiento",
  "Data di nascita",
  "Datum narození",
  "Dátum narodenia",
  "Születési idő",
  "Syntymäaika",
  "Ημερομηνία γέννησης",
  "Дата рождения",
  "生年月日",
])("%s is nobody's business", (label) => {
  for (const type of ["text", "date", "select-one"]) expect(meaningOf(type, "", "f1", label)).toBe("secret");
});

test("what is chosen is a fact, and what is written is not, unless the choice is a card's or a birthday", () => {
  for (const type of ["select-one", "select-multiple", "radio", "checkbox", "number", "range", "date"])
    expect(meaningOf(type, "", "model")).toBe("fact");
  for (const type of ["text", "textarea", "search", "url"]) expect(meaningOf(type, "", "model")).toBe("text");
  for (const words of ["CardExpiryYear", "expiration-month", "birthMonth", "DOB_Day", "otp"])
    expect(meaningOf("select-one", "", words)).toBe("secret");
  for (const words of [
    "monthlyBudget",
    "Passenger car",
    "Škoda",
    "Pink",
    "Taxi",
    "Experience",
    "Digital",
    "Fidelidad",
    "Liczba dni",
  ])
    expect(meaningOf("select-one", "", words)).toBe("fact");
});
