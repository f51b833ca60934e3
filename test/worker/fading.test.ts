import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import type { Environment } from "../../worker/environment.ts";
import { admin, adminPost, batch, identify, post, track } from "./support/api.ts";

it("a visitor's object sleeps until the day on which fading points will close the stage, and not before", async () => {
  const { body: published } = await admin("/model");
  const model = structuredClone(published.model);
  // Ten points that are gone after three days, and a stage that asks for ten.
  model.scores[0].decay = { curve: "step", days: 3 };
  model.stages.find(({ id }: { id: string }) => id === "mql").threshold = { atLeast: 10 };
  expect((await adminPost("/model/publish", model)).status).toBe(200);

  const { body } = await post(
    "/v1/batch",
    batch([identify({ email: "fade@example.com" }), track("generate_lead", { model: "Aurora" })]),
  );
  expect(body).toMatchObject({ total: 10, stage: "mql" });
  const { VISITOR } = env as unknown as Environment;
  const stub = VISITOR.get(VISITOR.idFromName(`demo-dealer:${body.visitor.split(".")[0]}`));
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  const dayMs = 86_400_000;
  const today = Math.floor(Date.now() / dayMs);
  await runInDurableObject(stub, async (_object, state) => {
    expect(await state.storage.getAlarm()).toBe((today + 3) * dayMs);
  });
  await adminPost("/model/publish", published.model);
});
