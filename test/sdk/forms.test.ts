import { beforeEach, describe, expect, test } from "vitest";
import type { WireEvent } from "../../shared/wire.ts";
import { tag } from "./support/endpoint.ts";
import { endpoint, visit } from "./support/visits.ts";

beforeEach(() => {
  endpoint.pages.set("/thanks", { html: "<!doctype html><title>Thanks</title><body>" });
});

const open = async (body: string) => {
  endpoint.pages.set("/", { html: `<!doctype html><title>Form</title>${tag(endpoint.host)}<body>${body}` });
  await visit.page.goto(endpoint.site + "/");
  await endpoint.until(() => endpoint.events().length === 1);
};
/** What reads forms comes with the first touch, sooner than anybody has written an address. */
const touch = async (selector = "input") => {
  const chunk = visit.page.waitForResponse((response) => response.url().includes("/s/capture-"));
  await visit.page.focus(selector);
  await visit.page.evaluate(`import("${(await chunk).url()}").then(() => {})`);
};
/** Fills a field that has no form, which brings what hears of such. */
const fillLoose = async (selector: string) => {
  const chunk = visit.page.waitForResponse((response) => response.url().includes("/s/external-"));
  await visit.page.fill(selector, "jane@example.com");
  await visit.page.evaluate(`import("${(await chunk).url()}").then(() => {})`);
};
const submit = async () => {
  await visit.page.click("button[type=submit]");
};
const lead = (): Promise<WireEvent> => endpoint.arrival(({ event }) => event === "generate_lead");
const identity = () => endpoint.events().find(({ type }) => type === "identify")?.traits;
const leads = () => endpoint.events().filter(({ event }) => event === "generate_lead");
/** Kinds of the events that have arrived when a lead would have been among them. */
const afterAWhile = async () => {
  await visit.page.waitForTimeout(250);
  return endpoint.events().map(({ type }) => type);
};

const testDrive = `
  <form id="test-drive" action="/thanks" aria-label="Book a test drive">
    <label>Ad Soyad <input name="field_1" value="Jane Doe"></label>
    <label>E-posta <input name="field_2" value="jane@example.com"></label>
    <label>Telefon <input name="field_3" value="+90 555 123 45 67"></label>
    <select name="model"><option value="aurora" selected>Aurora</option><option>Boreal</option></select>
    <input type="radio" name="interest" value="lease" checked><input type="radio" name="interest" value="buy">
    <input type="checkbox" name="testDrive" checked>
    <input type="checkbox" name="extras[]" value="roof" checked><input type="checkbox" name="extras[]" value="hook" checked>
    <input type="checkbox" name="newsletter">
    <input type="number" name="budget" value="40000">
    <input type="hidden" name="crm" value="hidden-canary">
    <textarea name="message">message-canary</textarea>
    <textarea name="wishes" data-score-field>A blue one</textarea>
    <button type="submit">Send</button>
  </form>`;

test("a form that leaves the page tells who and what in one request, at once", async () => {
  await open(testDrive);
  await submit();
  await visit.page.waitForURL("**/thanks*");
  const event = await lead();
  const request = endpoint.requests.find(
    ({ batch }) => batch.includes(event) || batch.some(({ messageId }) => messageId === event.messageId),
  );
  expect(request?.batch.map(({ type }) => type)).toEqual(["identify", "track"]);
  expect(request?.batch[0]?.traits).toEqual({
    name: "Jane Doe",
    email: "jane@example.com",
    phone: "+90 555 123 45 67",
  });
  expect(event.properties).toEqual({
    form_id: "test-drive",
    form_name: "Book a test drive",
    model: "aurora",
    interest: "lease",
    test_drive: "yes",
    extras: ["roof", "hook"],
    budget: "40000",
    wishes: "A blue one",
  });
  expect(JSON.stringify(endpoint.requests)).not.toContain("canary");
});

test("a form that is sent by fetch is read before the page empties it", async () => {
  await open(`<form><input type="email" name="mail" value="jane@example.com"><button type="submit">Send</button></form>
    <script>document.querySelector("form").onsubmit = (event) => { event.preventDefault(); event.target.reset(); event.target.remove(); }</script>`);
  await submit();
  expect((await lead()).properties).toEqual({ form_id: "form_mail" });
  expect(identity()).toEqual({ email: "jane@example.com" });
});

test("a form inside a shadow root is heard", async () => {
  await open(`<x-form></x-form><script>customElements.define("x-form", class extends HTMLElement {
    constructor() { super(); this.attachShadow({ mode: "open" }).innerHTML =
      '<form id="inner"><input type="email" name="email"><button type="submit">Send</button></form>';
      this.shadowRoot.querySelector("form").onsubmit = (event) => event.preventDefault(); } });</script>`);
  await touch();
  await visit.page.fill("input", "jane@example.com");
  await submit();
  expect((await lead()).properties).toMatchObject({ form_id: "inner" });
});

test("an impatient second click is the same lead", async () => {
  await open(
    `<form onsubmit="return false"><input type="email" name="email" value="jane@example.com"><button type="submit">Send</button></form>`,
  );
  await submit();
  await submit();
  await lead();
  await visit.page.waitForTimeout(200);
  expect(leads()).toHaveLength(1);
});

test("secrets never leave the page, whatever they are called", async () => {
  const secrets = [
    `name="card-number" value="canary-1"`,
    `name="f1" autocomplete="cc-csc" value="canary-2"`,
    `name="cvc" value="canary-3"`,
    `name="otp_code" value="canary-4"`,
    `name="f2" autocomplete="one-time-code" value="canary-5"`,
    `name="tc_kimlik_no" value="canary-6"`,
    `name="pesel" value="canary-7"`,
    `name="iban" value="canary-8"`,
    `name="note" placeholder="Kart numarası" value="canary-9"`,
    `name="size" value="4111 1111 1111 1111"`,
    `name="colour" value="canary@example.com"`,
    `name="address" value="canary-10"`,
    `type="file" name="cv"`,
  ];
  await open(`<form onsubmit="return false"><input type="email" name="email" value="jane@example.com">
    <input type="tel" name="phone" value="4111111111111111">
    ${secrets.map((each) => `<input ${each}>`).join("")}
    <div data-score-private><input name="plan" value="canary-11"><select name="s"><option>canary-12</option></select></div>
    <button type="submit">Send</button></form>`);
  await submit();
  await lead();
  const wire = JSON.stringify(endpoint.requests);
  expect(wire).not.toContain("canary");
  expect(wire).not.toMatch(/4111/);
  expect(identity()).toEqual({ email: "jane@example.com" });
});

describe("no lead is", () => {
  const forms: [title: string, form: string][] = [
    [
      "a login",
      `<form onsubmit="return false"><input type="email" value="jane@example.com"><input type="password" value="canary"><button type="submit">Go</button></form>`,
    ],
    [
      "a search",
      `<form role="search" onsubmit="return false"><input name="q" value="red car"><button type="submit">Go</button></form>`,
    ],
    [
      "a form that the site calls private",
      `<form data-score-private onsubmit="return false"><input type="email" value="jane@example.com"><button type="submit">Go</button></form>`,
    ],
    [
      "the first step of a login",
      `<form onsubmit="return false"><input type="email" autocomplete="username" value="jane@example.com"><button type="submit">Next</button></form>`,
    ],
    [
      "an e-mail field without an e-mail address",
      `<form novalidate onsubmit="return false"><input type="email" value="jane"><button type="submit">Go</button></form>`,
    ],
  ];
  test.each(forms)("%s", async (_title, form) => {
    await open(form);
    await submit();
    expect(await afterAWhile()).toEqual(["page"]);
  });
});

test("a form that the site marked is a lead without a name", async () => {
  await open(
    `<form data-score-form="configurator" onsubmit="return false"><h2>Your  car</h2><select name="model"><option>Aurora</option></select><button type="submit">Go</button></form>`,
  );
  await submit();
  expect((await lead()).properties).toEqual({
    form_id: "configurator",
    form_name: "Your car",
    model: "Aurora",
  });
  expect(identity()).toBeUndefined();
});

for (const [how, trap] of [
  ["not rendered", `style="display:none"`],
  ["off the page", `style="position:absolute;left:-5000px"`],
  ["out of reach", `tabindex="-1" autocomplete="off"`],
]) {
  test(`a filled field that is ${how} says honeypot, and not what was in it`, async () => {
    await open(`<form onsubmit="return false"><input type="email" name="email" value="jane@example.com">
      <input name="website2" ${trap}><button type="submit">Go</button></form>`);
    await visit.page.evaluate(() => {
      (document.querySelector("[name=website2]") as HTMLInputElement).value = "canary";
    });
    await submit();
    expect((await lead()).properties).toMatchObject({ honeypot: true });
    expect(JSON.stringify(endpoint.requests)).not.toContain("canary");
  });
}

test("an earlier step that is hidden by now is no honeypot", async () => {
  await open(
    `<form onsubmit="return false"><div id="step"><input type="email" name="email"></div><button type="submit">Go</button></form>`,
  );
  await visit.page.fill("input", "jane@example.com");
  await visit.page.evaluate(() => document.getElementById("step")?.setAttribute("hidden", ""));
  await submit();
  expect((await lead()).properties).not.toHaveProperty("honeypot");
  expect(identity()).toEqual({ email: "jane@example.com" });
});

test("fields called elements, id and name do not hide the form's own", async () => {
  await open(`<form id="trap" onsubmit="return false"><input name="elements" value="x"><input name="id" value="y"><input name="name" value="Jane">
    <input type="email" name="email" value="jane@example.com"><button type="submit">Go</button></form>`);
  await submit();
  expect((await lead()).properties).toMatchObject({ form_id: "trap" });
  expect(identity()).toEqual({ name: "Jane", email: "jane@example.com" });
});

test("a sign-up tells who, and is not a lead", async () => {
  await open(`<form action="/sign-up" onsubmit="return false"><input type="email" name="email" value="jane@example.com">
    <input type="password" value="canary"><select name="plan"><option>Pro</select><button type="submit">Go</button></form>`);
  await submit();
  const event = await endpoint.arrival(({ event: name }) => name === "sign_up");
  expect(event.properties).toEqual({ form_id: "form_email_password_plan" });
  expect(identity()).toEqual({ email: "jane@example.com" });
  expect(leads()).toEqual([]);
  expect(JSON.stringify(endpoint.requests)).not.toContain("canary");
});

test("a step that a framework has taken out of the form is told with the last one", async () => {
  await open(
    `<form id="steps" onsubmit="return false"><label id="step">E-mail <input></label><button type="submit">Go</button></form>`,
  );
  await touch();
  await visit.page.fill("input", "jane@example.com");
  await visit.page.evaluate(() => {
    const step = document.createElement("label");
    step.innerHTML = 'First name <input name="f2">';
    document.getElementById("step")?.replaceWith(step);
  });
  await visit.page.fill("input", "Jane");
  await submit();
  await lead();
  expect(identity()).toEqual({ email: "jane@example.com", firstName: "Jane" });
});

test("a wizard whose steps are submits is told whole with the step that says who, however quick the visitor is", async () => {
  await open(
    `<form id="offer" onsubmit="return false"><p><select name="model"><option></option><option>Aurora</option></select></p><button type="submit">Next</button></form>`,
  );
  await touch("select");
  await visit.page.selectOption("select", "Aurora");
  await submit();
  await visit.page.evaluate(() => {
    const step = document.querySelector("p");
    if (step) step.innerHTML = '<input type="email" value="jane@example.com">';
    document.querySelector<HTMLElement>("button")?.click();
  });
  expect((await lead()).properties).toMatchObject({ model: "Aurora" });
  expect(leads()).toHaveLength(1);
});

test("a step that was private stays so when it is taken away", async () => {
  await open(
    `<form onsubmit="return false"><div data-score-private><input name="phone"></div><input type="email" value="jane@example.com"><button type="submit">Go</button></form>`,
  );
  await touch();
  await visit.page.fill("input", "+1 555 010 0199");
  await visit.page.evaluate(() => document.querySelector("input")?.remove());
  await submit();
  await lead();
  expect(identity()).toEqual({ email: "jane@example.com" });
});

test("fields without a form are sent by the button after them, before the page empties them", async () => {
  await open(`<div><input name="email"><button id="join" onclick="this.previousSibling.value = ''">Join</button></div>
    <div id="banner"><button>Accept</button></div>`);
  await fillLoose("input");
  await visit.page.click("#banner button");
  expect(await afterAWhile()).toEqual(["page"]);
  await visit.page.click("#join");
  expect((await lead()).properties).toEqual({ form_id: "form_email" });
  expect(identity()).toEqual({ email: "jane@example.com" });
});

test("what sends nothing is no lead: a look of a button in a form that has one, a page's own buttons", async () => {
  await open(`<form onsubmit="return false"><input type="email" name="email"><a class="btn" id="cancel">Cancel</a><button type="submit">Go</button></form>
    <div id="root"><div><input name="mail" id="loose"><button id="join">Join</button></div>
      <p>${"<button>Page</button>".repeat(8)}</p><footer><button id="reject">Reject cookies</button></footer></div>`);
  await fillLoose("#loose");
  await visit.page.fill("input", "jane@example.com");
  await visit.page.click("#cancel");
  await visit.page.click("#reject");
  expect(await afterAWhile()).toEqual(["page"]);
  await visit.page.click("#join");
  await lead();
});

test("fields without a form are sent once, whatever other buttons are pressed, and again when they are written anew", async () => {
  await open(`<div><input name="email"><button id="next">›</button><button id="send">Send</button></div>`);
  await fillLoose("input");
  await visit.page.click("#next");
  await lead();
  await visit.page.waitForTimeout(1_000);
  await visit.page.click("#send");
  expect(leads()).toHaveLength(1);
  await visit.page.fill("input", "joe@example.com");
  await visit.page.click("#send");
  await endpoint.until(() => leads().length === 2);
});

test("no lead is a field without a form that nobody has touched, nor a click of a script", async () => {
  await open(`<section><input name="email" value="jane@example.com"><button id="tab">Invoices</button></section>
    <section><input name="mail" id="loose"><button id="join">Join</button></section>`);
  await fillLoose("#loose");
  await visit.page.click("#tab");
  await visit.page.evaluate(() => document.getElementById("join")?.click());
  expect(await afterAWhile()).toEqual(["page"]);
});

test("what a field was for is known when its label is gone: a date of birth stays", async () => {
  await open(
    `<form onsubmit="return false"><p><label for="f7">Date of birth</label><input id="f7" name="f7" type="date"></p><input type="email"><button type="submit">Go</button></form>`,
  );
  await touch();
  await visit.page.fill("#f7", "1985-04-12");
  await visit.page.evaluate(() => document.querySelector("p")?.remove());
  await visit.page.fill("input", "jane@example.com");
  await submit();
  await lead();
  expect(JSON.stringify(endpoint.requests)).not.toContain("1985");
});

test("a form that a script sends, which is no event, is told once, and left alone where nobody wrote into it", async () => {
  await open(`<form id="own" target="away" action="/thanks"><input type="email" name="email"><a onclick="own.submit()">Send</a></form>
    <form id="other" target="away" action="/thanks"><input type="email" value="canary@example.com"></form>
    <form id="both" target="away" action="/thanks" onsubmit="setTimeout(() => this.submit(), 1100); return false"><input name="phone"><button type="submit">Send</button></form>
    <iframe name="away" hidden></iframe>`);
  await touch();
  await visit.page.fill("input", "jane@example.com");
  await visit.page.click("a");
  expect((await lead()).properties).toEqual({ form_id: "own" });
  await visit.page.evaluate(() => document.forms.namedItem("other")?.submit());
  await visit.page.fill("[name=phone]", "+1 555 010 0199");
  await submit();
  await visit.page.waitForTimeout(1_300);
  expect(leads().map(({ properties }) => properties?.["form_id"])).toEqual(["own", "both"]);
});

test("a reader that did not come is asked for again at the next touch", async () => {
  let isDown = true;
  await visit.page.route(/\/s\/capture-/, async (route) => (isDown ? route.abort() : route.continue()));
  await open(`<form onsubmit="return false"><input type="email"><button type="submit">Go</button></form>`);
  const failure = visit.page.waitForEvent("requestfailed");
  await visit.page.focus("input");
  await failure;
  isDown = false;
  await visit.page.fill("input", "jane@example.com");
  await submit();
  expect((await lead()).properties).toEqual({ form_id: "form_email" });
});

test("who writes after somebody else into fields that are new is told alone", async () => {
  await open(`<form onsubmit="return false"><p></p><button type="submit">Go</button></form>`);
  const fields = () =>
    visit.page.evaluate(() => {
      const step = document.querySelector("p");
      if (step) step.innerHTML = '<input type="email" name="email"><input type="tel" name="phone">';
    });
  await fields();
  await touch();
  await visit.page.fill("[type=email]", "jane@example.com");
  await visit.page.fill("[type=tel]", "+1 555 010 0199");
  await submit();
  await lead();
  await fields();
  await visit.page.fill("[type=email]", "joe@example.com");
  await visit.page.waitForTimeout(1_000);
  await submit();
  await endpoint.until(() => leads().length === 2);
  const told = endpoint.events().filter(({ type }) => type === "identify");
  expect(told[1]?.traits).toEqual({ email: "joe@example.com" });
});

test("a form that waits for its reader is sent once, however often its button is pressed", async () => {
  endpoint.pages.set("/", {
    html: `<!doctype html><title>Form</title>${tag(endpoint.host)}<body><form onsubmit="window.sent = (window.sent ?? 0) + 1; return false"><input type="email" value="jane@example.com"><button type="submit">Go</button></form>`,
  });
  let go: (() => void) | undefined;
  const released = new Promise<void>((done) => (go = done));
  await visit.page.route(/\/s\/capture-/, async (route) => {
    await released;
    await route.continue();
  });
  await visit.page.goto(endpoint.site + "/");
  await endpoint.until(() => endpoint.events().length === 1);
  await submit();
  await submit();
  // One that a script made up sends nothing, and is left to the page.
  expect(
    await visit.page.evaluate(() =>
      document.forms[0]?.dispatchEvent(new Event("submit", { cancelable: true })),
    ),
  ).toBe(false);
  expect(await visit.page.evaluate("window.sent")).toBe(1);
  go?.();
  await lead();
  expect(await visit.page.evaluate("window.sent")).toBe(2);
});
