import { env } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import * as v from "valibot";
import { beforeAll, expect, it } from "vitest";
import type { Environment } from "../../worker/environment.ts";
import { routes } from "../../worker/routes/index.ts";
import { identify, page } from "./support/api.ts";
import { makeSite, report, type DeployedSite } from "./support/deployment.ts";

/** What the dashboard's lists, pages and settings are made of. */
const read = [
  "/site",
  "/leads",
  "/leads/:lead",
  "/accounts",
  "/accounts/:account",
  "/model",
  "/model/versions",
  "/model/versions/1",
];
const account = "domain:buyer.example.net";

const { VISITOR } = env as unknown as Environment;
let site: DeployedSite;
let lead = "";

beforeAll(async () => {
  site = await makeSite("answers");
  const { body } = await report(site, [
    identify({ email: "ada@buyer.example.net" }, { userId: "user-17" }),
    page("/models/"),
  ]);
  lead = (body.visitor as string).split(".")[0] ?? "";
  // The line of the lead book is on its way; the account is made of it.
  await runDurableObjectAlarm(VISITOR.get(VISITOR.idFromName(`${site.id}:${lead}`)));
});

it.each(read)("GET /admin/v1%s answers what the route says, and nothing else", async (asked) => {
  const { status, body } = await site.admin(
    "GET",
    asked.replace(":lead", lead).replace(":account", encodeURIComponent(account)),
  );
  const path = `/admin/v1${asked}`.replace(/:\w+/, ":id").replace("versions/1", "versions/:version");
  const { answer } = routes.find((route) => route.method === "GET" && route.path === path) ?? {};
  if (answer === undefined) throw new Error(`${path} does not say what it answers`);
  const { issues } = v.safeParse(answer, body);
  expect({ status, issues: issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`) }).toEqual({
    status: 200,
  });
});
