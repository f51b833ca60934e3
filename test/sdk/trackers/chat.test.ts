import { expect, test } from "vitest";
import { useStage } from "./support.ts";

const stage = useStage("chat");
/** A script whose address calls for the chunk. */
const load = `<script src="https://widget.intercom.io/widget/1"></script>`;
const canary = "canary: what the visitor wrote";
/** An emitter as most widgets have one, with `fire` for the test. */
const emitter = (name: string, more = "") => `${load}<script>{ const heard = {};
  window.fire = (signal, ...values) => (heard[signal] ?? []).forEach((each) => each(...values));
  window.${name} = { on: (signal, take) => (heard[signal] ??= []).push(take) ${more} }; }</script>`;
/** Events of the chat, each with its provider. */
const told = async (passingMs?: number) =>
  (await stage.arrived(passingMs)).map(({ event, properties, traits }) =>
    event ? `${event} ${properties?.["provider"] as string}` : traits,
  );
const nothingWritten = () => expect(JSON.stringify(stage.endpoint.requests)).not.toContain("canary");

test("Intercom", async () => {
  await stage.open({
    head: `${load}<script>window.Intercom = (signal, take) => (window[signal] = take);</script>`,
  });
  await stage.page.evaluate("onShow(); onShow(); onUserEmailSupplied()");
  expect(await told()).toEqual(["chat_opened intercom", "chat_started intercom"]);
});

test("Drift, with an address and a meeting", async () => {
  await stage.open({ head: emitter("drift") });
  await stage.page.evaluate(`fire("chatOpen"); fire("startConversation", { conversationId: 1 });
    fire("message:sent", { data: { message: "${canary}" } }); fire("message:sent", {});
    fire("emailCapture", { data: { email: "jane@example.com" } }); fire("scheduling:meetingBooked", {})`);
  expect(await told()).toEqual([
    "chat_opened drift",
    "chat_started drift",
    "chat_message drift",
    "chat_message drift",
    { email: "jane@example.com" },
    "generate_lead drift",
  ]);
  nothingWritten();
});

test("Crisp, without taking the place of the site's own listener", async () => {
  await stage.open({
    head: `${load}<script>window.state = {}; window.$crisp = { push() { throw new Error("displaced"); },
      is: (signal) => !!state[signal], get: (key) => state[key] };</script>`,
    body: "<button>Chat</button>",
  });
  await stage.page.click("button");
  expect(await told(600)).toEqual([]);
  await stage.page.evaluate(
    `Object.assign(state, { "chat:opened": true, "chat:ongoing": true, "user:email": "jane@example.com" })`,
  );
  await stage.page.click("button");
  await stage.page.click("button");
  expect(await told(600)).toEqual(["chat_opened crisp", "chat_started crisp", { email: "jane@example.com" }]);
});

test("Tawk, by the events of the page", async () => {
  await stage.open({ head: load });
  await stage.page.evaluate(`
    for (const [name, detail] of [["tawkChatMaximized"], ["tawkChatStarted"], ["tawkChatMessageVisitor", "${canary} mail@example.com"],
      ["tawkPrechatSubmit", [{ label: "Question", value: "${canary}" }, { label: "Email", value: "jane@example.com" }]]])
      dispatchEvent(new CustomEvent(name, { detail }))`);
  expect(await told()).toEqual([
    "chat_opened tawk",
    "chat_started tawk",
    "chat_message tawk",
    { email: "jane@example.com" },
  ]);
  nothingWritten();
});

test("Tidio, by the events of the document", async () => {
  await stage.open({ head: load });
  await stage.page.evaluate(`
    for (const [name, data] of [["open"], ["conversationStart"], ["messageFromVisitor", { message: "${canary}" }],
      ["preFormFilled", { form_data: { email: "jane@example.com" } }]])
      document.dispatchEvent(Object.assign(new Event("tidioChat-" + name), { data }))`);
  expect(await told()).toEqual([
    "chat_opened tidio",
    "chat_started tidio",
    "chat_message tidio",
    { email: "jane@example.com" },
  ]);
  nothingWritten();
});

test("Zendesk", async () => {
  await stage.open({
    head: `${load}<script>window.zE = (command, signal, take) => (window[command + " " + signal] = take);</script>`,
  });
  await stage.page.evaluate(`window["messenger:on open"](); window["messenger:on conversationStarted"]()`);
  expect(await told()).toEqual(["chat_opened zendesk", "chat_started zendesk"]);
});

test("HubSpot", async () => {
  await stage.open({ head: emitter("HubSpotConversations") });
  await stage.page.evaluate(
    `fire("userInteractedWithWidget"); fire("conversationStarted", { conversation: {} })`,
  );
  expect(await told()).toEqual(["chat_opened hubspot", "chat_started hubspot"]);
});

test("LiveChat, where signals say more than one thing", async () => {
  await stage.open({
    head: emitter(
      "LiveChatWidget",
      `, get: (key) => key === "customer_data" && { name: "Jane", email: "jane@example.com" }`,
    ),
  });
  await stage.page
    .evaluate(`fire("visibility_changed", { visibility: "minimized" }); fire("customer_status_changed", { status: "browsing" });
    fire("new_event", { author: { type: "agent" }, text: "${canary}" });`);
  expect(await told()).toEqual([]);
  await stage.page
    .evaluate(`fire("visibility_changed", { visibility: "maximized" }); fire("customer_status_changed", { status: "chatting" });
    fire("new_event", { author: { type: "customer" }, text: "${canary}" });`);
  expect(await told()).toEqual([
    "chat_opened livechat",
    "chat_started livechat",
    { email: "jane@example.com" },
    "chat_message livechat",
  ]);
  nothingWritten();
});

test("a widget that comes later is found", async () => {
  await stage.open({ head: load });
  await stage.page.evaluate("window.Intercom = (signal, take) => (window[signal] = take)");
  await stage.page.waitForFunction("window.onShow");
  await stage.page.evaluate("onShow()");
  expect(await told()).toEqual(["chat_opened intercom"]);
});
