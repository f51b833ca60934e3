import { exports } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { LiveMessageSchema } from "../../shared/schema/live-message.ts";
import { batch, call, page, post, type Json } from "./support/api.ts";

const worker = (exports as unknown as { default: Fetcher }).default;

async function listen(protocols: string): Promise<Response> {
  return worker.fetch("http://127.0.0.1/admin/v1/live", {
    headers: { upgrade: "websocket", "sec-websocket-protocol": protocols },
  });
}

describe("the live feed", () => {
  it("tells a dashboard of every change of the lead book as it happens", async () => {
    const response = (await listen("scoreline.v1, bearer.adm_demo_local")) as unknown as {
      status: number;
      headers: Headers;
      webSocket: WebSocket;
    };
    expect(response.status).toBe(101);
    expect(response.headers.get("sec-websocket-protocol")).toBe("scoreline.v1");
    const messages: Json[] = [];
    response.webSocket.accept();
    response.webSocket.addEventListener("message", ({ data }) => messages.push(JSON.parse(String(data))));
    const { body } = await post("/v1/batch", batch([page("/directions")]));
    await expect.poll(() => messages.length).toBe(1);
    expect(v.safeParse(LiveMessageSchema, messages[0]).issues).toBeUndefined();
    expect(messages[0]).toMatchObject({
      type: "lead",
      lead: { id: body.visitor.split(".")[0], total: 20, lastPath: "/directions" },
    });
    response.webSocket.close();
  });

  it("asks for a token, and for a WebSocket", async () => {
    expect((await listen("scoreline.v1")).status).toBe(401);
    expect((await listen("scoreline.v1, bearer.wrong-token-of-nobody")).status).toBe(401);
    expect(
      (await call("/admin/v1/live", { headers: { authorization: "Bearer adm_demo_local" } })).status,
    ).toBe(426);
  });
});
