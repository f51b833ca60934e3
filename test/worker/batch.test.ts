import { describe, expect, it } from "vitest";
import { batch, page, post } from "./support/api.ts";

describe("POST /v1/batch", () => {
  it("answers with what it took and a signed visitor id", async () => {
    const { status, body } = await post("/v1/batch", batch([page("/models/")]));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      accepted: 1,
      duplicates: 0,
      rejected: [],
      stage: "visitor",
      total: 0,
      actions: [],
    });
    expect(body.visitor).toMatch(/^[\w-]{22}\.[\w-]{22}$/);
  });
});
