import { expect, test } from "vitest";
import { useStage } from "./support.ts";

const stage = useStage("embeds");
/** A script whose address calls for the chunk. */
const calendly = `<script src="https://assets.calendly.com/widget.js"></script>`;
/** What a frame of an origin posts to the page. */
const say = (origin: string, data: unknown) =>
  stage.page.evaluate(
    ([from, what]) => void dispatchEvent(new MessageEvent("message", { origin: from, data: what })),
    [origin, data] as [string, unknown],
  );

for (const [name, origin, data, form_id] of [
  [
    "calendly",
    "https://calendly.com",
    { event: "calendly.event_scheduled", payload: { invitee: { uri: "canary" } } },
    "meeting",
  ],
  [
    "typeform",
    "https://form.typeform.com",
    { type: "form-submit", formId: "tf1", responseId: "canary" },
    "tf1",
  ],
  [
    "tally",
    "https://tally.so",
    JSON.stringify({
      event: "Tally.FormSubmitted",
      payload: { id: "canary", formId: "t1", fields: [{ value: "canary" }] },
    }),
    "t1",
  ],
  [
    "hubspot",
    "https://share.hsforms.com",
    { type: "hsFormCallback", eventName: "onFormSubmitted", id: "h1", data: { a: "canary" } },
    "h1",
  ],
  [
    "hubspot",
    "https://meetings-eu1.hubspot.com",
    { meetingBookSucceeded: true, meetingsPayload: { bookingResponse: { email: "canary@example.com" } } },
    "meeting",
  ],
] as const) {
  test(`${name}: a form that was sent is a lead, and what was written stays there`, async () => {
    await stage.open({ head: calendly });
    await say(origin, data);
    expect(await stage.first("generate_lead")).toEqual({ form_id, provider: name });
    expect(JSON.stringify(stage.endpoint.requests)).not.toContain("canary");
  });
}

test("messages of other origins are not listened to", async () => {
  await stage.open({ head: calendly });
  for (const origin of [
    "https://evil.test",
    "https://calendly.com.evil.test",
    "https://evilcalendly.com",
    "http://calendly.com",
    "null",
    "",
  ])
    await say(origin, { event: "calendly.event_scheduled" });
  expect(await stage.all()).toEqual([]);
});

test("a real frame is heard as well", async () => {
  await stage.page.route("https://calendly.com/**", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<script>setTimeout(() => parent.postMessage({ event: "calendly.event_scheduled" }, "*"), 1500)</script>`,
    }),
  );
  await stage.open({ body: `<iframe src="https://calendly.com/jane"></iframe>`, head: calendly });
  expect(await stage.first("generate_lead")).toEqual({ form_id: "meeting", provider: "calendly" });
});

test("HubSpot's newer forms tell by an event of the page", async () => {
  await stage.open({ head: calendly });
  await stage.page.evaluate(() =>
    dispatchEvent(new CustomEvent("hs-form-event:on-submission:success", { detail: { formId: "h4" } })),
  );
  expect(await stage.first("generate_lead")).toEqual({ form_id: "h4", provider: "hubspot" });
});

test("Marketo's forms tell by a callback, which lets the page go on", async () => {
  await stage.open({
    head: `<script src="https://app.marketo.com/js/forms2.js"></script><script>
      MktoForms2 = { whenReady: (use) => use({ getId: () => 1001, onSuccess: (callback) => (window.send = callback) }) };</script>`,
  });
  expect(await stage.page.evaluate("send({ Email: 'canary@example.com' })")).toBe(true);
  expect(await stage.first("generate_lead")).toEqual({ form_id: 1001, provider: "marketo" });
  expect(JSON.stringify(stage.endpoint.requests)).not.toContain("canary");
});

test("a form that we have seen ourselves counts once", async () => {
  await stage.open({ head: calendly });
  await stage.page.evaluate(`scoreline.track("generate_lead", { form_id: "own" })`);
  await say("https://share.hsforms.com", { eventName: "onFormSubmitted", id: "own" });
  expect(await stage.all()).toEqual(["generate_lead"]);
});
