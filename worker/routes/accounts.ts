import * as v from "valibot";
import { AccountDetailsSchema, AccountPageSchema, accountSorts } from "../../shared/schema/account-page.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

const number = (least: number, most: number) =>
  v.pipe(v.string(), v.digits("must be a number"), v.transform(Number), v.minValue(least), v.maxValue(most));

const AccountQuerySchema = v.strictObject({
  limit: v.optional(number(1, 200), "50"),
  offset: v.optional(number(0, 1_000_000), "0"),
  q: v.optional(v.pipe(v.string(), v.maxLength(200))),
  sort: v.optional(v.picklist(accountSorts), "score"),
});

async function list(context: AppContext): Promise<Response> {
  const parsed = v.safeParse(AccountQuerySchema, context.req.query());
  if (!parsed.success) {
    const { code, field, message } = problemOf(parsed.issues, "the query");
    throw new Problem(422, code, message, { field });
  }
  const { limit, offset, q, sort } = parsed.output;
  return context.json(await siteObject(context).accounts({ limit, offset, sort, text: q }));
}

async function show(context: AppContext): Promise<Response> {
  const details = await siteObject(context).account(context.req.param("id") ?? "");
  if (details === null) throw new Problem(404, "not_found", "there is no account of this id");
  return context.json(details);
}

/** The companies and households that leads belong to. */
export const accountRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/accounts",
    access: "admin",
    scope: "read",
    summary: "List accounts: companies, with how many people of theirs are here and how much is going on.",
    details:
      "A lead is in the account that a `group` call told, else in that of their business e-mail address; addresses at free and disposable mail hosts are nobody's company.",
    query: {
      limit: "1 to 200; 50 when left out",
      offset: "`nextOffset` of the page before",
      q: "part of a name",
      sort: "`score` (default), `last_seen` or `people`",
    },
    answer: AccountPageSchema,
    handle: list,
  },
  {
    method: "GET",
    path: "/admin/v1/accounts/:id",
    access: "admin",
    scope: "read",
    summary: "One account with the leads in it, the highest first; at most 200.",
    answer: AccountDetailsSchema,
    handle: show,
  },
];
