import { FakeProvider, type FakeAnswer, type SeenRequest } from "./misbehave.ts";

/** A receiver after Standard Webhooks that acts once on an id; its check of signatures is its own. */
export class FakeWebhookReceiver extends FakeProvider {
  secret = "";
  /** What it has acted on, by webhook id. */
  readonly effects = new Map<string, unknown>();

  protected override errorBody(): unknown {
    return "no";
  }

  protected override async answer({ headers, body }: SeenRequest): Promise<FakeAnswer> {
    const id = headers.get("webhook-id") ?? "";
    if (headers.get("content-type") !== "application/json") this.fault("the type is not application/json");
    if (!(await this.#isSigned(id, headers, JSON.stringify(body)))) {
      this.fault("the signature is wrong");
      return { status: 401, body: "no" };
    }
    this.effects.set(id, body);
    return { status: 204, body: "" };
  }

  async #isSigned(id: string, headers: Headers, body: string): Promise<boolean> {
    const timestamp = headers.get("webhook-timestamp") ?? "";
    if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
    const bytes = Uint8Array.from(atob(this.secret.replace("whsec_", "")), (letter) => letter.charCodeAt(0));
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
    const signature = await crypto.subtle.sign(
      "HMAC",
      key,
      new TextEncoder().encode(`${id}.${timestamp}.${body}`),
    );
    const expected = `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`;
    return (headers.get("webhook-signature") ?? "").split(" ").includes(expected);
  }
}
