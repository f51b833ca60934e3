import { describe, expect, test } from "vitest";
import { fieldMeaning } from "../../sdk/forms/field-meaning.ts";
import { foldText } from "../../sdk/forms/fold-text.ts";
import { holdsCardNumber } from "../../sdk/forms/holds-card-number.ts";

describe("a field is understood by its words", () => {
  const words: [label: string, meaning: string][] = [
    ["First name", "firstName"],
    ["Last name *", "lastName"],
    ["Your name", "name"],
    ["Full name (required)", "name"],
    ["Company name", "company"],
    ["Work e-mail", "email"],
    ["Mobile", "phone"],
    ["User name", "personal"],
    ["Adınız", "firstName"],
    ["Soyadınız", "lastName"],
    ["Adınız Soyadınız", "name"],
    ["E-posta adresi", "email"],
    ["Cep telefonu", "phone"],
    ["Şirket adı", "company"],
    ["Mesajınız", "personal"],
    ["Imię", "firstName"],
    ["Nazwisko", "lastName"],
    ["Imię i nazwisko", "name"],
    ["Adres e-mail", "email"],
    ["Numer telefonu", "phone"],
    ["Nazwa firmy", "company"],
    ["Wiadomość", "personal"],
    ["Numer karty", "secret"],
    ["Prenume", "firstName"],
    ["Nume de familie", "lastName"],
    ["Nume și prenume", "name"],
    ["Adresă de e-mail", "email"],
    ["Număr de telefon", "phone"],
    ["Companie", "company"],
    ["Cod de verificare", "secret"],
    ["Card number", "secret"],
    ["Kart numarası", "secret"],
    ["SMS code", "secret"],
    ["T.C. Kimlik No", "secret"],
    ["CNP", "secret"],
    ["Model", "free"],
    ["Preferred colour", "free"],
    ["Date of birth", "personal"],
    ["Street", "personal"],
    ["Plaka", "personal"],
  ];
  test.each(words)("%s: %s", (label, meaning) => {
    const found = fieldMeaning({
      type: "text",
      autocomplete: "",
      words: { code: [], text: [foldText(label).replace(/ required$/, "")] },
    });
    expect(found).toBe(meaning);
  });

  test("autocomplete comes before words, and secrets before everything", () => {
    const around = { code: ["field"], text: ["company"] };
    expect(fieldMeaning({ type: "text", autocomplete: "section-a given-name", words: around })).toBe(
      "firstName",
    );
    expect(fieldMeaning({ type: "tel", autocomplete: "cc-number", words: around })).toBe("secret");
    expect(fieldMeaning({ type: "password", autocomplete: "email", words: around })).toBe("secret");
    expect(
      fieldMeaning({
        type: "email",
        autocomplete: "",
        words: { code: ["email"], text: ["we never ask for your password"] },
      }),
    ).toBe("email");
  });
});

test("card numbers are found by their sum, spaced or not, and other numbers are left", () => {
  for (const text of [
    "4111111111111111",
    "5500 0000 0000 0004",
    "my card: 3782-822463-10005",
    "0".repeat(24),
  ]) {
    expect(holdsCardNumber(text)).toBe(true);
  }
  for (const text of ["4111111111111112", "+90 555 123 45 67", "2026-11-21", "40000"]) {
    expect(holdsCardNumber(text)).toBe(false);
  }
});
