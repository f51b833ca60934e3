/**
 * Plays a provider on a port of this machine, so that a destination can be tried without an account.
 *
 *     npm run fake -- hubspot 9100 --fail 429,500
 *
 * It is the fake of the tests: it answers as the provider's documentation says, and prints each
 * request with its answer, and what in a request is against the documentation.
 */
import { parseArgs } from "node:util";
import { serveFake } from "../system/support/serve-fake.ts";
import { FakeActiveCampaign } from "./active-campaign.ts";
import { FakeHubSpot } from "./hubspot.ts";
import type { FakeProvider } from "./misbehave.ts";
import { FakeResend } from "./resend.ts";
import { FakeSlack } from "./slack.ts";

/** Fakes by the kind of destination, and what the destination's form is to be filled with. */
const providers: Readonly<Record<string, () => { fake: FakeProvider; fillIn: Record<string, string> }>> = {
  hubspot: () => {
    const fake = new FakeHubSpot();
    const properties = { Score: "scoreline_score", Stage: "scoreline_stage", Reasons: "scoreline_reasons" };
    return { fake, fillIn: { "Access token": fake.token, ...properties } };
  },
  slack: () => {
    const fake = new FakeSlack();
    return { fake, fillIn: { "Webhook URL": `https://hooks.slack.com${fake.path}` } };
  },
  resend: () => {
    const fake = new FakeResend();
    const people = { From: "Leads <leads@example.com>", To: "sales@example.com" };
    return { fake, fillIn: { "API key": fake.key, ...people } };
  },
  "active-campaign": () => {
    const fake = new FakeActiveCampaign();
    return { fake, fillIn: { "API URL": "https://example.api-us1.com", "API key": fake.key } };
  },
};

const usage = `Usage: npm run fake -- <${Object.keys(providers).join("|")}> [port] [--fail 429,500]`;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function readCall() {
  try {
    return parseArgs({ allowPositionals: true, options: { fail: { type: "string", default: "" } } });
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${usage}`);
  }
}

const { positionals, values } = readCall();
const [kind = "", port = "9100"] = positionals;
const play = providers[kind];
if (play === undefined || !/^\d{1,5}$/.test(port) || !/^(\d{3}(,\d{3})*)?$/.test(values.fail)) fail(usage);

const { fake, fillIn } = play();
for (const status of values.fail.split(",").filter((text) => text !== ""))
  fake.misbehave.push({ status: Number(status), retryAfter: "5" });

const { fetch } = fake;
const told = Object.assign(fake, {
  fetch: async (address: string, init: RequestInit = {}) => {
    const faults = fake.faults.length;
    const response = await fetch(address, init);
    const { pathname, search } = new URL(address);
    console.log(`${init.method} ${pathname}${search} -> ${response.status}`);
    if (typeof init.body === "string") console.log(`  ${init.body}`);
    for (const fault of fake.faults.slice(faults)) console.log(`  against the documentation: ${fault}`);
    return response;
  },
});

const { url } = await serveFake(told, Number(port)).catch((error: Error) => fail(error.message));
const lines = Object.entries({ ...fillIn, "Address of the API": url });
console.log(`Playing ${kind}. In the dashboard, Destinations, Add a destination, fill in:

${lines.map(([label, value]) => `  ${label.padEnd(20)} ${value}`).join("\n")}

Ctrl-C ends it.`);
