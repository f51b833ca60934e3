import { SignJWT } from "jose";
import { admin, batch, identify, page, post, secretKeyHeaders, type Json } from "./api.ts";

/** The site that the tests sign proofs for. */
export const site = "demo-dealer";

/** The demo site's secret for identity proofs. */
export async function proofSecret(): Promise<string> {
  return (await admin("/proof-secret")).body.secret as string;
}

/** A proof as a site's server makes one; each claim can be changed, or left out by undefined. */
export async function proofFor(
  claims: Record<string, unknown>,
  { secret, algorithm = "HS256" }: { secret?: string; algorithm?: string } = {},
): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const payload = { aud: site, exp: nowSeconds + 600, ...claims };
  const stated = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  return new SignJWT(stated)
    .setProtectedHeader({ alg: algorithm })
    .sign(new TextEncoder().encode(secret ?? (await proofSecret())));
}

/** A browser: its own device id, and the signed id of its latest answer. */
export class Browser {
  readonly anonymousId = crypto.randomUUID();
  visitor: string | undefined;
  /** The latest answer. */
  answer: Json;

  /** The visitor's id without its signature. */
  get id(): string {
    return this.visitor?.split(".")[0] ?? "";
  }

  async send(events: Record<string, unknown>[], more: Record<string, unknown> = {}): Promise<Json> {
    const own = events.map((event) => ({ anonymousId: this.anonymousId, ...event }));
    const body = batch(own, { ...(this.visitor !== undefined && { visitor: this.visitor }), ...more });
    const reply = await post("/v1/batch", body);
    this.answer = reply.body;
    this.visitor = (reply.body.visitor as string | undefined) ?? this.visitor;
    return reply.body;
  }

  view(path: string): Promise<Json> {
    return this.send([page(path)]);
  }

  say(traits: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<Json> {
    return this.send([identify(traits, more)]);
  }

  /** Logs in: the site's server has made a proof for this browser. */
  async prove(claims: Record<string, unknown>): Promise<Json> {
    const proof = await proofFor({ anonymousId: this.anonymousId, ...claims });
    return this.say({}, { context: { proof } });
  }

  /** Opens a link of an e-mail. */
  open(token: string, path = "/models/"): Promise<Json> {
    const url = `http://127.0.0.1${path}?scoreline_clid=${token}&utm_source=mail`;
    return this.send([page(path, { properties: { path, url, title: "" } })]);
  }
}

/** The token of a link to each of these addresses. */
export async function linksTo(...emails: string[]): Promise<string[]> {
  const headers = { ...secretKeyHeaders, "content-type": "application/json" };
  const { body } = await post("/v1/links", { emails }, headers);
  return body.links.map(({ token }: Json) => token);
}

export async function leadOf(id: string): Promise<Json> {
  return (await admin(`/leads/${id}`)).body;
}

let count = 0;

/** An address that no other test has. */
export function address(name = "person"): string {
  count += 1;
  return `${name}-${count}-${crypto.randomUUID().slice(0, 8)}@gmail.com`;
}
