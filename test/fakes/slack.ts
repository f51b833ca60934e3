import { at, FakeProvider, type FakeAnswer, type SeenRequest } from "./misbehave.ts";

/** Slack's incoming webhooks: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export class FakeSlack extends FakeProvider {
  readonly path = "/services/T0000/B0000/secretsecret";
  readonly messages: { text: string; blocks: unknown[] }[] = [];

  protected override errorBody(status: number): unknown {
    return (
      { 400: "invalid_payload", 403: "action_prohibited", 404: "no_service", 410: "channel_is_archived" }[
        status
      ] ?? "rollup_error"
    );
  }

  protected override answer({ method, url, body }: SeenRequest): FakeAnswer {
    if (method !== "POST") this.fault("not a POST");
    if (url.pathname !== this.path) return { status: 404, body: "no_service" };
    const text = at(body, "text");
    const blocks = at(body, "blocks");
    if (typeof text !== "string" || text === "") return { status: 400, body: "no_text" };
    if (!Array.isArray(blocks) || blocks.length > 50 || !blocks.every(isBlock)) {
      return { status: 400, body: "invalid_blocks" };
    }
    this.messages.push({ text, blocks });
    return { status: 200, body: "ok" };
  }
}

/** The blocks we use, with the lengths that Slack takes. */
function isBlock(block: unknown): boolean {
  const text = at(block, "text", "text");
  if (typeof text !== "string" || text === "") return false;
  if (at(block, "type") === "header") return at(block, "text", "type") === "plain_text" && text.length <= 150;
  return at(block, "type") === "section" && text.length <= 3000;
}
