import { Hono } from "hono";

const app = new Hono();

/** Parses the JSON and answers: what any API on Hono pays before it has done anything. */
app.post("/v1/batch", async (context) => {
  const body = await context.req.json<{ batch: unknown[] }>();
  return context.json({ accepted: body.batch.length });
});

export default app;
