import * as v from "valibot";
import { dayMs } from "../../shared/core/index.ts";
import { limits } from "../../shared/limits.ts";
import { LinkAnswerSchema, LinkRequestSchema } from "../../shared/schema/identity.ts";
import { secretOf } from "../environment.ts";
import { readKeyed, requireSecret } from "../middleware/keyed-body.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import { identityKey } from "../security/identity-key.ts";
import { linkParameter } from "../ingest/link-parameter.ts";
import { signMailLink } from "../security/mail-link.ts";
import type { AppContext, Route } from "./route.ts";

function withToken(url: string | undefined, token: string | null): { url?: string | null } {
  if (url === undefined) return {};
  if (token === null) return { url: null };
  const address = new URL(url);
  address.searchParams.set(linkParameter, token);
  return { url: address.href };
}

async function make(context: AppContext): Promise<Response> {
  const { body, grant } = await readKeyed(context.env, context.req.raw);
  requireSecret(grant);
  const { siteId } = grant;
  const parsed = v.safeParse(LinkRequestSchema, body);
  if (!parsed.success) {
    const { code, field, message } = problemOf(parsed.issues, "the body");
    throw new Problem(422, code, message, { field });
  }
  const { emails, url, days = limits.linkDays } = parsed.output;
  const secret = secretOf(context.env);
  const expiresAtMs = Date.now() + days * dayMs;
  const links = await Promise.all(
    emails.map(async (email) => {
      const key = await identityKey(secret, siteId, "email", email);
      const token = key === undefined ? null : await signMailLink(secret, siteId, key, expiresAtMs);
      return { email, token, ...withToken(url, token) };
    }),
  );
  return context.json({ parameter: linkParameter, expiresAtMs, links });
}

/** Links in e-mails that prove a mailbox. */
export const linkRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/v1/links",
    access: "secret",
    summary: "Make signed links for e-mails: whoever opens one proves that the mailbox is theirs.",
    details: `Give the token of each address to the mail tool as a merge field, and put it into the links of the mail as \`${linkParameter}=<token>\`. A link proves its mailbox to at most ${limits.linkDevices} devices, and to none that has proved another one: mails are passed on.`,
    body: LinkRequestSchema,
    answer: LinkAnswerSchema,
    handle: make,
  },
];
