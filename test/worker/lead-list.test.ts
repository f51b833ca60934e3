import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Environment } from "../../worker/environment.ts";
import { identify, messageId, type Json } from "./support/api.ts";
import { makeSite, report, type DeployedSite } from "./support/deployment.ts";

const environment = env as unknown as Environment;

const leads = async (site: DeployedSite, query: string): Promise<Json[]> =>
  (await site.admin("GET", `/leads?${query}`)).body.leads;

const accounts = async (site: DeployedSite, text: string): Promise<Json[]> =>
  (await site.admin("GET", `/accounts?q=${encodeURIComponent(text)}`)).body.accounts;

describe("who is known", () => {
  it("is whoever has an e-mail address, a phone number or a user id, in the list and in a sweep's segment", async () => {
    const site = await makeSite("known");
    const told = {
      mail: identify({ email: "ada@example.com" }),
      phone: identify({ phone: "+90 532 000 00 00" }),
      user: identify({ plan: "pro" }, { userId: "user-17" }),
      name: identify({ name: "Ada" }),
    };
    for (const [name, event] of Object.entries(told))
      await report(site, [{ ...event, anonymousId: `device-of-${name}-${crypto.randomUUID()}` }]);
    await expect.poll(() => leads(site, "")).toHaveLength(4);
    const book = environment.SITE.get(environment.SITE.idFromName(site.id));
    expect(await leads(site, "known=true")).toHaveLength(3);
    expect(await leads(site, "known=false")).toMatchObject([{ name: "Ada" }]);
    expect(await book.countLeads({ known: true })).toBe(3);
    expect(await leads(site, "q=USER-17")).toMatchObject([{ userId: "user-17", email: null, stage: "lead" }]);
  });
});

describe("a search", () => {
  it("for leads finds them without case, accents and the dot of the i", async () => {
    const site = await makeSite("search");
    const traits = { email: "ada@example.com", name: "Ada IŞIK", company: "İstanbul Otomotiv" };
    await report(site, [identify(traits)]);
    await expect.poll(() => leads(site, "q=ada@")).toHaveLength(1);
    for (const text of ["istanbul", "İstanbul", "ISTANBUL", "ıstanbul", "ışık", "IŞIK", "isik", "Ada Işık"])
      expect({ text, found: (await leads(site, `q=${encodeURIComponent(text)}`)).length }).toEqual({
        text,
        found: 1,
      });
    expect(await leads(site, "q=ankara")).toEqual([]);
  });

  it("for accounts does too, and pages through what it finds", async () => {
    const site = await makeSite("search");
    for (const [index, name] of ["Çelik Şirketi", "Łódź Stal", "ÇELİK Yapı"].entries()) {
      const anonymousId = `device-${index}-${crypto.randomUUID()}`;
      await report(site, [
        identify({ email: `buyer-${index}@example.com` }, { anonymousId }),
        { type: "group", messageId: messageId(), anonymousId, groupId: `g${index}`, traits: { name } },
      ]);
    }
    await expect.poll(() => accounts(site, "")).toHaveLength(3);
    const names = async (text: string) => (await accounts(site, text)).map(({ id }) => id);
    expect(await names("çelik")).toEqual(["group:g0", "group:g2"]);
    expect(await names("CELIK")).toEqual(["group:g0", "group:g2"]);
    expect(await names("Çelik Şirketi")).toEqual(["group:g0"]);
    expect(await names("lodz")).toEqual(["group:g1"]);
    const page = async (offset: number) =>
      (await site.admin("GET", `/accounts?q=celik&limit=1&offset=${offset}`)).body;
    expect(await page(0)).toMatchObject({ accounts: [{ id: "group:g0" }], nextOffset: 1 });
    expect(await page(1)).toMatchObject({ accounts: [{ id: "group:g2" }], nextOffset: null });
  });
});
