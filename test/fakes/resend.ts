import { at, FakeProvider, type FakeAnswer, type SeenRequest } from "./misbehave.ts";

const address = /^[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+$/;

/** Resend's e-mails: https://resend.com/docs/api-reference/emails/send-email */
export class FakeResend extends FakeProvider {
  readonly key = "re_fake_0123456789";
  /** What was sent, by idempotency key. */
  readonly sent = new Map<string, { id: string; body: string }>();

  protected override errorBody(status: number): unknown {
    const names: Record<number, string> = {
      401: "missing_api_key",
      422: "validation_error",
      429: "rate_limit_exceeded",
    };
    return {
      statusCode: status,
      name: names[status] ?? "application_error",
      message: `fake error ${status}`,
    };
  }

  protected override answer({ method, url, headers, body }: SeenRequest): FakeAnswer {
    if (method !== "POST" || url.pathname !== "/emails") return { status: 404, body: this.errorBody(404) };
    if (headers.get("authorization") !== `Bearer ${this.key}`)
      return { status: 401, body: this.errorBody(401) };
    const key = headers.get("idempotency-key") ?? "";
    if (key === "" || key.length > 256) {
      this.fault("no idempotency key that Resend takes");
      return { status: 400, body: { name: "invalid_idempotency_key", message: "bad key" } };
    }
    const to = at(body, "to");
    const subject = at(body, "subject");
    const replyTo = at(body, "reply_to");
    if (!Array.isArray(to) || to.length === 0 || !to.every((item) => address.test(String(item))))
      return { status: 422, body: this.errorBody(422) };
    if (typeof subject !== "string" || subject === "" || /[\r\n]/.test(subject))
      return { status: 422, body: this.errorBody(422) };
    if (replyTo !== undefined && (typeof replyTo !== "string" || !address.test(replyTo)))
      return { status: 422, body: this.errorBody(422) };
    if (typeof at(body, "html") !== "string" || typeof at(body, "text") !== "string")
      this.fault("no text or html");
    const text = JSON.stringify(body);
    const known = this.sent.get(key);
    if (known !== undefined && known.body !== text) {
      return { status: 409, body: { name: "invalid_idempotent_request", message: "other payload" } };
    }
    const email = known ?? { id: crypto.randomUUID(), body: text };
    this.sent.set(key, email);
    return { status: 200, body: { id: email.id } };
  }
}
