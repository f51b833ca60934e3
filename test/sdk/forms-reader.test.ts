import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FormsModule } from "../../sdk/forms/index.ts";
import { launchBrowser } from "../support/browser.ts";

let browser: Browser;
let page: Page;
let source: string;

beforeAll(async () => {
  const entry = fileURLToPath(new URL("../../sdk/forms/index.ts", import.meta.url));
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "reader",
  });
  source = `${bundle.outputFiles[0]?.text ?? ""};globalThis.reader = reader`;
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(() => browser.close());

/** Reads the form of a page that nobody has touched, or what a click on `.send` sends. */
const read = async (html: string) => {
  await page.setContent(html);
  await page.evaluate(source);
  return page.evaluate(() => {
    const { readForm, formScope } = (globalThis as unknown as { reader: FormsModule }).reader;
    const button = document.querySelector(".send");
    const form = button ? formScope(button) : document.forms[0];
    return form && readForm(form, new WeakSet());
  });
};
const traitsOf = async (html: string) => (await read(html))?._traits;
const email = `<input type="email" name="email" value="jane@example.com">`;

describe("names in pieces", () => {
  const pieces: [title: string, fields: string, traits: object][] = [
    [
      "a name beside a first name is the last one",
      `<input name="name" value="Doe"><input name="first_name" value="Jane">`,
      { firstName: "Jane", lastName: "Doe" },
    ],
    [
      "a name beside a last name is the first one",
      `<input placeholder="Nombre" value="Jane"><input placeholder="Apellidos" value="Doe">`,
      { firstName: "Jane", lastName: "Doe" },
    ],
    [
      "a name beside both is left alone",
      `<input name="name" value="Jane Doe"><input name="first_name" value="Jane"><input name="last_name" value="Doe">`,
      { name: "Jane Doe", firstName: "Jane", lastName: "Doe" },
    ],
    [
      "the first of two wins: a guardian comes after the applicant",
      `<input name="name" value="Jane Doe"><input name="parent_name" value="John Doe">`,
      { name: "Jane Doe" },
    ],
  ];
  test.each(pieces)("%s", async (_title, fields, traits) => {
    expect(await traitsOf(`<form>${fields}</form>`)).toEqual(traits);
  });
});

describe("a field is what its words say, and not what a part of them says", () => {
  const fields: [title: string, field: string, traits: object][] = [
    [
      "the name of who contacts is no number",
      `<input name="contact[name]" value="Jane Doe">`,
      { name: "Jane Doe" },
    ],
    [
      "to be typed is no code",
      `<input name="nome" placeholder="Digite seu nome" value="Jane Doe">`,
      { name: "Jane Doe" },
    ],
    ["a label of one word", `<label>Last <input name="input_1.6" value="Doe"></label>`, { lastName: "Doe" }],
    [
      "what browsers are to fill in",
      `<label>Ad <input name="author" autocomplete="name" value="Jane Doe"></label>`,
      { name: "Jane Doe" },
    ],
    [
      "words elsewhere on the page",
      `<b id="asks">Phone</b></form><form><input aria-labelledby="asks" value="+1 555 010 0199">`,
      { phone: "+1 555 010 0199" },
    ],
    [
      "a form that is called after e-mail",
      `<input id="email-signup-first_name" name="user[first_name]" value="Jane">`,
      { firstName: "Jane" },
    ],
    [
      "a name as it is on an identity card",
      `<input name="ad" placeholder="Kimlikteki gibi" value="Jane">`,
      { firstName: "Jane" },
    ],
    [
      "a Turkish mobile",
      `<label>Cep No <input value="+90 555 123 45 67"></label>`,
      { phone: "+90 555 123 45 67" },
    ],
    ["a Brazilian postal code", `<label>CEP <input value="01310-100"></label>`, {}],
    ["a thing has a name too", `<label>Store name <input name="storeName" value="Doe Ltd"></label>`, {}],
    [
      "a company that is called after the mail",
      `<input name="_com_correos_contacto_nombre" value="Jane"><input name="_com_correos_contacto_correo" value="jane@example.com">`,
      { name: "Jane", email: "jane@example.com" },
    ],
    [
      "who is called in an emergency",
      `<label>Phone <input type="tel" name="emerPhone" value="+1 555 010 0199"></label>`,
      {},
    ],
    [
      "in whose honour something is given",
      `<input name="honoreeFirstName" placeholder="Honoree's first name" value="Joe">`,
      {},
    ],
    ["a friend's address", `<label>Friend's e-mail <input type="email" value="joe@example.com"></label>`, {}],
    ["who refers", `<label>Referred by (phone) <input value="+1 555 010 0199"></label>`, {}],
    ["a fax", `<label>Telefax <input type="tel" value="+1 555 010 0199"></label>`, {}],
    ["a national id", `<label>CPF <input type="tel" value="529.982.247-25"></label>`, {}],
  ];
  test.each(fields)("%s", async (_title, field, traits) => {
    await page.setContent(`<form>${field}</form>`);
    await page.evaluate(source);
    expect(
      await page.evaluate(() => {
        const { readForm } = (globalThis as unknown as { reader: FormsModule }).reader;
        return Object.assign(
          {},
          ...[...document.forms].map((form) => readForm(form, { has: () => true })._traits),
        );
      }),
    ).toEqual(traits);
  });
});

describe("a field without a label is read by the text beside it", () => {
  test("in a table", async () => {
    expect(
      await traitsOf(`<form><table><tr><td>Your name:<td><input name="f1" value="Jane Doe"><tr><td>E-mail:<td><input name="f2" value="jane@example.com">
        <tr><td>Telephone:<td><input name="f3" value="+1 555 010 0199"></table></form>`),
    ).toEqual({ name: "Jane Doe", email: "jane@example.com", phone: "+1 555 010 0199" });
  });

  test("in a box of its own, a label that names no field, and not the text of a neighbour", async () => {
    expect(
      await traitsOf(`<form><div><label>First name</label><div><input value="Jane"></div></div>
        <div>E-mail <input value="jane@example.com"><input value="what is this"></div></form>`),
    ).toEqual({ firstName: "Jane" });
  });
});

test("a heading that the site calls private names no form", async () => {
  const named = (attributes: string) => read(`<form><h2 ${attributes}>Jane Doe</h2>${email}</form>`);
  expect((await named(""))?._name).toBe("Jane Doe");
  expect((await named("data-score-private"))?._name).toBe("");
});

describe("values that are not what their field says are not taken", () => {
  test.each([
    ["an e-mail field without an address", `<input type="email" value="jane">`],
    ["a user name in a field for either", `<input name="email_or_user" value="jane">`],
    ["too short for a telephone", `<input type="tel" value="1234">`],
    ["too long for a telephone, as cards are", `<input type="tel" name="phone" value="4111 1111 1111 1112">`],
    ["a card number for a name", `<input name="name" value="4111 1111 1111 1111">`],
  ])("%s", async (_title, field) => {
    expect(await traitsOf(`<form>${field}</form>`)).toEqual({});
  });
});

describe("what is chosen is told, and what is written is not", () => {
  test("words in a field that nothing is known of stay", async () => {
    const reading =
      await read(`<form>${email}<input name="model" value="canary"><textarea name="wish">canary</textarea>
      <input name="colour" data-score-field value="Blue"><select name="size"><option>Large</select></form>`);
    expect(reading?._fields).toEqual({ colour: "Blue", size: "Large" });
  });

  test("expiry dates, birthdays, one-time codes and ids stay, also where they are chosen or numbers", async () => {
    const reading = await read(`<form>${email}<select name="CardExpiryMonth"><option>canary</select>
      <select name="birth_month"><option>canary</select><input type="number" name="otp" value="123456">
      <input type="number" name="field_7" value="12345678901"><label>PESEL <input type="number" name="f8" value="4405"></label></form>`);
    expect(reading).toMatchObject({ _traits: { email: "jane@example.com" }, _fields: {} });
  });

  test("a date of birth in three choices stays, where only their legend says what they are", async () => {
    const reading =
      await read(`<form>${email}<fieldset><legend>Date of birth</legend><select name="day"><option>12</select>
      <select name="month"><option>4</select><select name="year"><option>1985</select></fieldset></form>`);
    expect(reading).toMatchObject({ _traits: { email: "jane@example.com" }, _fields: {} });
  });

  test("a checkout tells who, and nothing of the card", async () => {
    const reading =
      await read(`<form>${email}<input autocomplete="shipping given-name" value="Jane"><input type="tel" name="zip" value="12345678">
      <input type="tel" autocomplete="cc-number" value="canary"><input type="password" name="cvv" autocomplete="cc-csc" value="canary">
      <input name="nameOnCard" value="canary"><input placeholder="MM/YY" name="exp-date" value="canary"></form>`);
    expect(reading).toMatchObject({
      _traits: { email: "jane@example.com", firstName: "Jane" },
      _fields: {},
      _event: "generate_lead",
    });
  });
});

describe("forms with a password", () => {
  const password = `<input type="password" value="canary">`;
  const forms: [title: string, form: string, isSignUp: boolean][] = [
    ["one thing and a password: a login", `<form>${email}${password}<button>Go</button></form>`, false],
    [
      "a login that links to the sign-up",
      `<form id="login">${email}${password}<button>Log in</button><a>Create account</a></form>`,
      false,
    ],
    ["a button that says so", `<form>${email}${password}<button>Create account</button></form>`, true],
    [
      "an address that says so",
      `<form action="/users/sign-up">${email}${password}<button>Go</button></form>`,
      true,
    ],
    ["two passwords", `<form>${email}${password}${password}</form>`, true],
    [
      "a new password",
      `<form>${email}<input type="password" autocomplete="new-password" value="canary"></form>`,
      true,
    ],
    [
      "a login whose password is shown",
      `<form>${email}<input type="text" name="password" value="canary"></form>`,
      false,
    ],
    [
      "more questions than a login has",
      `<form>${email}<input name="nickname" value="jd">${password}</form>`,
      true,
    ],
  ];
  test.each(forms)("%s", async (_title, form, isSignUp) => {
    const reading = await read(form.replace("</form>", `<select name="plan"><option>Pro</select></form>`));
    expect(reading).toMatchObject({
      _traits: { email: "jane@example.com" },
      _fields: {},
      _event: isSignUp ? "sign_up" : "",
    });
  });
});

describe("fields that people cannot see", () => {
  /** What a program types in. */
  const byScript = (value: string) => `<script>document.getElementById("bot").value = "${value}"</script>`;

  test("do not speak where one that they see does", async () => {
    const reading = await read(
      `<form><input name="email" style="display:none" id="bot">${email}</form>${byScript("bot@example.com")}`,
    );
    expect(reading).toMatchObject({ _traits: { email: "jane@example.com" }, _isTrapped: true });
  });

  test("speak where no other does, since a step may be hidden: the honeypot is told with it", async () => {
    const hidden = `<div hidden><input name="email" id="bot"></div>`;
    expect(await read(`<form>${hidden}</form>${byScript("jane@example.com")}`)).toMatchObject({
      _traits: { email: "jane@example.com" },
      _isTrapped: true,
    });
  });

  test("are no trap where the page itself has put in what is in them", async () => {
    const preset = `<input name="source" value="website" style="display:none">`;
    expect(await read(`<form>${email}${preset}</form>`)).toMatchObject({ _isTrapped: false });
  });

  test("are no trap where the page keeps in them which campaign brought the visitor", async () => {
    const campaign = `<input name="utm_source" style="display:none" id="bot">`;
    expect(await read(`<form>${email}${campaign}</form>${byScript("google")}`)).toMatchObject({
      _isTrapped: false,
    });
  });

  test("are no trap where they are scrolled away inside of a part of the page", async () => {
    const reading =
      await read(`<main style="height:300px;overflow:auto"><form><input type="email" id="bot"><p style="height:900px"></p></form></main>
      ${byScript("jane@example.com")}<script>document.querySelector("main").scrollTo(0, 700)</script>`);
    expect(reading).toMatchObject({ _traits: { email: "jane@example.com" }, _isTrapped: false });
  });

  test("are no trap where a program of the site's own fills them", async () => {
    const reading = await read(
      `<form>${email}<textarea name="g-recaptcha-response" style="display:none">canary</textarea></form>`,
    );
    expect(reading?._isTrapped).toBe(false);
  });
});

describe("a form that the browser does not check", () => {
  test.each([
    ["required", `<input type="tel" required>`, ""],
    ["required by its role", `<label>Phone <input aria-required="true"></label>`, ""],
    ["required in a step that is hidden", `<div hidden><input type="tel" required></div>`, "generate_lead"],
    ["not required", `<input type="tel">`, "generate_lead"],
  ])("says nothing while what it must have is empty: %s", async (_title, field, event) => {
    expect((await read(`<form novalidate>${email}${field}</form>`))?._event).toBe(event);
  });
});

test("fields of steps that the page has taken away still speak", async () => {
  await page.setContent(`<form><div id="step">${email}</div><input name="first_name" value="Jane"></form>`);
  await page.evaluate(source);
  const traits = await page.evaluate(() => {
    const { readForm } = (globalThis as unknown as { reader: FormsModule }).reader;
    const earlier = [...document.querySelectorAll<HTMLInputElement>("#step input")];
    document.getElementById("step")?.remove();
    return readForm(document.querySelector("form") ?? document.body, { has: () => true }, earlier)._traits;
  });
  expect(traits).toEqual({ email: "jane@example.com", firstName: "Jane" });
});

describe("fields without a form", () => {
  test("are what stands before a button, and no farther than that", async () => {
    const reading = await read(
      `<div><p>${email}</p><div class="send" role="button">Join</div></div><input name="name" value="Somebody Else">`,
    );
    expect(reading?._traits).toEqual({ email: "jane@example.com" });
    expect(reading?._id).toBe("form_email");
  });

  test("are not sent by a button elsewhere on the page, as of a cookie banner", async () => {
    expect(await read(`<div>${email}</div><div><button class="send">Accept</button></div>`)).toBeUndefined();
  });

  test("are not sent by a button above them, nor by one of a form", async () => {
    expect(await read(`<main><button class="send">Menu</button><div>${email}</div></main>`)).toBeUndefined();
    expect(
      await read(`<main>${email}<form><button class="send">Search</button></form></main>`),
    ).toBeUndefined();
  });
});
