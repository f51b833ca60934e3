import { describe, expect, it, onTestFinished, vi } from "vitest";
import { SiteObject } from "../../worker/objects/site/site.ts";
import { VisitorObject } from "../../worker/objects/visitor/visitor.ts";
import { admin, adminPost, identify, track, type Json } from "./support/api.ts";
import { address, Browser, leadOf } from "./support/identity.ts";
import { ask, useNetwork, visitorObject, wakeDestination, wakeVisitors } from "./support/receivers.ts";

const network = useNetwork();

const form = (email = address()) => [identify({ email }), track("generate_lead", { model: "Aurora" })];
/** Hand-offs under an id's own name, whomever it counts for. */
const handOffsOf = async (id: string): Promise<Json[]> =>
  JSON.parse((await visitorObject(id).dossier()) ?? "").handOffs;
const merge = (lead: Browser, device: Browser) => adminPost(`/leads/${lead.id}/merge`, { with: device.id });
const unmerge = (lead: Browser, device: Browser) =>
  adminPost(`/leads/${lead.id}/unmerge`, { device: device.id });
const receivedAs = () => network.received.map(({ data }) => data.who.visitorId);

/** A device that counts for a lead by hand. */
async function merged(): Promise<{ lead: Browser; device: Browser }> {
  const [lead, device] = [new Browser(), new Browser()];
  await lead.view("/");
  await device.view("/");
  await merge(lead, device);
  expect((await leadOf(device.id)).id).toBe(lead.id);
  return { lead, device };
}

/** Publishes a stage "hot" for this test, which hands off: one is in it who has said yes to all of these. */
async function publishHotStage(...asked: string[]): Promise<void> {
  const { model } = (await admin("/model")).body;
  const entry = { all: asked.map((name) => ({ test: "trait", name, equals: "yes" })) };
  const published = await adminPost("/model/publish", {
    ...model,
    stages: [...model.stages, { id: "hot", label: "Hot", entry }],
    handOffs: [{ id: "hot_lead", label: "Hot", purpose: "sales", trigger: { on: "stage", stage: "hot" } }],
  });
  expect(published.status).toBe(200);
  onTestFinished(async () => void (await adminPost("/model/publish", model)));
}

describe("what has not left for a visitor who comes to count for a lead", () => {
  it("leaves, once, when somebody takes it", async () => {
    const [lead, device] = [new Browser(), new Browser()];
    await device.send(form());
    await lead.view("/");
    await merge(lead, device);
    await wakeVisitors(lead.id, device.id);
    expect(await handOffsOf(device.id)).toMatchObject([{ state: "no_destination" }]);
    expect(await handOffsOf(lead.id)).toEqual([]);
    const well = await network.well();
    for (let times = 0; times < 2; times += 1) {
      await ask("POST", "/hand-offs/send-untaken");
      await wakeVisitors(lead.id, device.id);
      await wakeDestination(well);
    }
    expect(receivedAs()).toEqual([device.id]);
  });

  it("leaves, once, when what is held is let go", async () => {
    const well = await network.well();
    await ask("PATCH", "/site", { caps: { handOffsPerHour: 1 } });
    onTestFinished(async () => void (await ask("PATCH", "/site", { caps: {} })));
    const [first, lead, device] = [new Browser(), new Browser(), new Browser()];
    await first.send(form());
    await device.send(form());
    await lead.view("/");
    await merge(lead, device);
    await wakeVisitors(lead.id, device.id);
    expect(await handOffsOf(device.id)).toMatchObject([{ state: "held" }]);
    expect((await ask("POST", "/hand-offs/release")).body).toMatchObject({ left: 0 });
    await wakeVisitors(lead.id, device.id);
    for (let turn = 0; turn < 2; turn += 1) await wakeDestination(well);
    expect(receivedAs().filter((id: string) => id !== first.id)).toEqual([device.id]);
  });

  it("does not leave after the lead's no", async () => {
    const [lead, device] = [new Browser(), new Browser()];
    await device.send(form());
    await lead.view("/");
    await merge(lead, device);
    await wakeVisitors(lead.id, device.id);
    await ask("PUT", `/leads/${lead.id}/objection`, { note: "by letter" });
    const well = await network.well();
    await ask("POST", "/hand-offs/send-untaken");
    await wakeDestination(well);
    expect(network.received).toEqual([]);
  });

  it("leaves, once, for the former id of a browser that is parted from another lead", async () => {
    const [lead, device] = [new Browser(), new Browser()];
    await lead.view("/");
    await device.view("/");
    const former = device.visitor;
    const formerId = device.id;
    await device.prove({ sub: crypto.randomUUID() });
    await merge(lead, device);
    await wakeVisitors(formerId, device.id, lead.id);
    expect((await leadOf(formerId)).id).toBe(lead.id);
    // What the page had begun to send before it was told its new id.
    await device.send(form(), { visitor: former });
    await wakeVisitors(formerId, lead.id);
    expect(await handOffsOf(lead.id)).toMatchObject([{ state: "no_destination" }]);
    await unmerge(lead, device);
    await wakeVisitors(device.id, formerId, lead.id, device.id, formerId);
    expect((await leadOf(formerId)).id).toBe(device.id);
    expect(await handOffsOf(lead.id)).toMatchObject([{ state: "withdrawn" }]);
    const well = await network.well();
    await ask("POST", "/hand-offs/send-untaken");
    for (let turn = 0; turn < 2; turn += 1) await wakeDestination(well);
    expect(network.received).toHaveLength(1);
    expect(receivedAs()).not.toContain(lead.id);
  });
});

describe("a hand-off that a lead makes for one of its devices, which is parted then", () => {
  it("is called back when the answer of the site comes in the middle of the undo", async () => {
    const well = await network.well();
    const { lead, device } = await merged();
    const { sync } = SiteObject.prototype;
    const release = vi.spyOn(VisitorObject.prototype, "release");
    let isUndone = false;
    vi.spyOn(SiteObject.prototype, "sync").mockImplementation(async function (this: SiteObject, ...args) {
      const [, handOffs] = args;
      if (handOffs.length === 0 || isUndone) return sync.apply(this, args);
      isUndone = true;
      void visitorObject(device.id).part(lead.id);
      await vi.waitFor(() => expect(release).toHaveBeenCalled());
      // The gate has had enough for this hour.
      return Object.fromEntries(handOffs.map(({ payload }) => [payload.id, null]));
    });
    await device.send(form());
    await wakeVisitors(device.id, lead.id, device.id, lead.id);
    expect(await handOffsOf(lead.id)).toMatchObject([{ state: "withdrawn" }]);
    await visitorObject(lead.id).sendUntaken();
    for (let turn = 0; turn < 2; turn += 1) await wakeDestination(well);
    expect(receivedAs()).toEqual([device.id]);
  });

  it("leaves for the device when it could not leave before", async () => {
    const { lead, device } = await merged();
    const well = await network.well();
    const down = vi.spyOn(SiteObject.prototype, "sync").mockRejectedValue(new Error("down"));
    await device.send(form());
    await wakeVisitors(device.id, lead.id);
    expect(await handOffsOf(lead.id)).toMatchObject([{ state: "pending" }]);
    await unmerge(lead, device);
    down.mockRestore();
    await wakeVisitors(lead.id, device.id);
    await wakeDestination(well);
    expect(receivedAs()).toEqual([device.id]);
  });

  it.each([
    ["waits there", false],
    ["was tried there", true],
  ])(
    "leaves once when a destination has it of which the lead was not told, and it %s",
    async (_, isTried) => {
      const { lead, device } = await merged();
      const well = await network.well();
      if (!isTried) await ask("PATCH", `/destinations/${well}`, { enabled: false });
      const { sync } = SiteObject.prototype;
      const cut = vi.spyOn(SiteObject.prototype, "sync").mockImplementation(async function (
        this: SiteObject,
        ...args
      ) {
        await sync.apply(this, args);
        throw new Error("cut");
      });
      await device.send(form());
      await wakeVisitors(device.id, lead.id);
      await wakeDestination(well);
      expect(await handOffsOf(lead.id)).toMatchObject([{ state: "pending" }]);
      // Nor is it lost when the site fails at that moment.
      vi.spyOn(SiteObject.prototype, "dropHandOffs").mockRejectedValueOnce(new Error("down"));
      await unmerge(lead, device);
      cut.mockRestore();
      await wakeVisitors(device.id, lead.id, device.id);
      expect(await handOffsOf(lead.id)).toMatchObject([{ state: isTried ? "sent" : "withdrawn" }]);
      await ask("PATCH", `/destinations/${well}`, { enabled: true });
      for (let turn = 0; turn < 2; turn += 1) await wakeDestination(well);
      expect(receivedAs()).toEqual([isTried ? lead.id : device.id]);
    },
  );
});

describe("steps of a device into a stage, of which its lead has handed off some", () => {
  it.each([
    ["first", 0],
    ["second", 1],
  ])("are handed off once each when the merge is undone and somebody has the %s", async (_, taken) => {
    await publishHotStage("hot");
    const { lead, device } = await merged();
    const wells: string[] = [];
    for (const step of [0, 1]) {
      if (step === taken) wells.push(await network.well());
      vi.setSystemTime(Date.now() + 1_000);
      await device.say({ hot: "yes" });
      await wakeVisitors(device.id, lead.id);
      for (const well of wells) await wakeDestination(well);
      if (step === taken) await ask("DELETE", `/destinations/${wells[0]}`);
      vi.setSystemTime(Date.now() + 1_000);
      await device.say({ hot: "no" });
    }
    expect(network.received).toHaveLength(1);
    await unmerge(lead, device);
    await wakeVisitors(device.id, lead.id, device.id);
    const well = await network.well();
    await ask("POST", "/hand-offs/send-untaken");
    for (let turn = 0; turn < 3; turn += 1) await wakeDestination(well);
    expect(network.received).toHaveLength(2);
    expect(new Set(network.received.map(({ data }) => data.atMs)).size).toBe(2);
  });

  it("are handed off once each, however often it is merged and parted again", async () => {
    await publishHotStage("hot");
    const { lead, device } = await merged();
    const step = async () => {
      for (const hot of ["yes", "no"]) {
        vi.setSystemTime(Date.now() + 1_000);
        await device.say({ hot });
      }
      await wakeVisitors(device.id, lead.id);
    };
    await step();
    await unmerge(lead, device);
    await wakeVisitors(device.id, lead.id, device.id);
    await merge(lead, device);
    const well = await network.well();
    await step();
    await unmerge(lead, device);
    await wakeVisitors(device.id, lead.id, device.id);
    await ask("POST", "/hand-offs/send-untaken");
    for (let turn = 0; turn < 3; turn += 1) await wakeDestination(well);
    expect(receivedAs()).toHaveLength(2);
  });
});

describe("a step into a stage that two make together", () => {
  it("leaves when nobody was told of it, also when one of them has made it with somebody else before, which was undone", async () => {
    await publishHotStage("left", "right");
    const { lead, device } = await merged();
    await lead.say({ left: "yes" });
    await device.say({ right: "yes" });
    await wakeVisitors(device.id, lead.id);
    expect(await handOffsOf(lead.id)).toMatchObject([{ state: "no_destination" }]);
    await unmerge(lead, device);
    await wakeVisitors(device.id, lead.id);
    const third = new Browser();
    await third.say({ right: "yes" });
    vi.setSystemTime(Date.now() + 1_000);
    const well = await network.well();
    await merge(third, lead);
    await wakeVisitors(lead.id, third.id);
    await wakeDestination(well);
    expect((await leadOf(third.id)).stage).toBe("hot");
    expect(receivedAs()).toEqual([third.id]);
  });
});
