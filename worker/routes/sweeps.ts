import { limits } from "../../shared/limits.ts";
import * as v from "valibot";
import { NewSweepSchema, SweepSchema, type Sweep } from "../../shared/schema/sweep.ts";
import type { LeadSummary } from "../../shared/schema/visitor.ts";
import type { StartRefusal, SweepObject } from "../objects/sweep/sweep.ts";
import { csvHeader, csvOfLead } from "../privacy/lead-csv.ts";
import { Problem } from "../problem.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

/** Rows of a result that are read at once. */
const rowsAtOnce = 500;

/** Typed by its class: what the platform makes of a job's type across a call is no type at all. */
function sweepObject({ env: { SWEEP }, var: { siteId } }: AppContext): SweepObject {
  return SWEEP.get(SWEEP.idFromName(siteId)) as unknown as SweepObject;
}

/** Has the lead book follow a version that was just published. @returns The sweep's id. */
export async function startRescore(context: AppContext, version: number): Promise<string> {
  const { siteId, actor } = context.var;
  const started = await sweepObject(context).start(siteId, { kind: "rescore" }, actor, version);
  return "running" in started ? started.running : requireStarted(started).id;
}

const noSweep = () => new Problem(404, "not_found", "there is no sweep of this id");

function requireStarted(started: Sweep | StartRefusal | null): Sweep {
  if (started === null) throw noSweep();
  if ("isForgotten" in started)
    throw new Problem(
      409,
      "names_forgotten",
      `who was to be erased is kept for ${limits.exportDays} days, and forgotten by now: start a new sweep`,
    );
  if (!("running" in started)) return started;
  throw new Problem(
    409,
    "running",
    `a sweep of this kind is under way: ${started.running}; wait for it, or cancel it`,
    { field: "kind" },
  );
}

async function start(context: AppContext): Promise<Response> {
  const task = await adminBody(context, NewSweepSchema);
  const { siteId, actor } = context.var;
  const snapshot = await siteObject(context).snapshot();
  const version = task.kind === "rescore" ? (snapshot?.published.version ?? null) : null;
  const sweep = requireStarted(await sweepObject(context).start(siteId, task, actor, version));
  // Who is to be erased does not stay in the audit log by name.
  context.set("change", {
    after: {
      id: sweep.id,
      kind: sweep.kind,
      ...(task.kind === "erase" && { people: task.people?.length ?? null }),
      ...("segment" in task && task.segment !== undefined && { segment: { ...task.segment, q: undefined } }),
    },
  });
  return context.json(sweep, 202);
}

async function list(context: AppContext): Promise<Response> {
  return context.json({ sweeps: await sweepObject(context).list() });
}

const idOf = ({ req }: AppContext): string => req.param("id") ?? "";

async function show(context: AppContext): Promise<Response> {
  const sweep = await sweepObject(context).find(idOf(context));
  if (sweep === null) throw noSweep();
  return context.json(sweep);
}

async function cancel(context: AppContext): Promise<Response> {
  const sweep = requireStarted(await sweepObject(context).cancel(idOf(context)));
  context.set("change", { after: { id: sweep.id, state: sweep.state, visited: sweep.visited } });
  return context.json(sweep);
}

async function resume(context: AppContext): Promise<Response> {
  const sweep = requireStarted(await sweepObject(context).resume(idOf(context)));
  context.set("change", { after: { id: sweep.id, state: sweep.state } });
  return context.json(sweep);
}

async function result(context: AppContext): Promise<Response> {
  const id = idOf(context);
  const object = sweepObject(context);
  const format = context.req.query("format") ?? "ndjson";
  const sweep = await object.find(id);
  if (sweep === null) throw noSweep();
  if (format !== "csv" && format !== "ndjson")
    throw new Problem(422, "invalid_field", "format must be csv or ndjson", { field: "format" });
  if (sweep.kind !== "export" || sweep.state !== "done")
    throw new Problem(409, "no_result", "only an export that is done has a result");
  const scores =
    (await siteObject(context).snapshot())?.published.model.scores.map((score) => score.id) ?? [];
  const lineOf = (body: string) =>
    format === "csv" ? csvOfLead(JSON.parse(body) as LeadSummary, scores) : `${body}\n`;
  const encoder = new TextEncoder();
  let after: string | null = "";
  // A part is read when the reader has room for it: one who is slow, or gone, costs nobody anything.
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (format === "csv") controller.enqueue(encoder.encode(csvHeader(scores)));
      },
      async pull(controller) {
        if (after === null) return controller.close();
        const rows = await object.rows(id, after, rowsAtOnce);
        after = rows.length < rowsAtOnce ? null : (rows.at(-1)?.visitorId ?? null);
        if (rows.length > 0)
          controller.enqueue(encoder.encode(rows.map(({ body }) => lineOf(body)).join("")));
        if (after === null) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
  return context.body(stream, 200, {
    "content-type":
      format === "csv" ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson; charset=utf-8",
    "content-disposition": `attachment; filename="leads-${id}.${format}"`,
  });
}

/** Jobs over all visitors of a site. */
export const sweepRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/admin/v1/sweeps",
    access: "admin",
    scope: "edit",
    audit: "sweep.start",
    summary: "Start a job over the visitors of the site: re-score, export, erase, retention.",
    details:
      "One of each kind at a time; 409 names the one that is under way. A visitor who fails does not keep the others: each is tried twice, counted and listed. Killed at any point, it goes on from where it was.",
    body: NewSweepSchema,
    answer: SweepSchema,
    handle: start,
  },
  {
    method: "GET",
    path: "/admin/v1/sweeps",
    access: "admin",
    scope: "read",
    summary: "List the jobs, the newest first, with how far each has come.",
    answer: v.strictObject({ sweeps: v.array(SweepSchema) }),
    handle: list,
  },
  {
    method: "GET",
    path: "/admin/v1/sweeps/:id",
    access: "admin",
    scope: "read",
    summary: "One job.",
    answer: SweepSchema,
    handle: show,
  },
  {
    method: "POST",
    path: "/admin/v1/sweeps/:id/cancel",
    access: "admin",
    scope: "edit",
    audit: "sweep.cancel",
    summary: "Stop a job where it is. One that is done stays as it is.",
    answer: SweepSchema,
    handle: cancel,
  },
  {
    method: "POST",
    path: "/admin/v1/sweeps/:id/resume",
    access: "admin",
    scope: "edit",
    audit: "sweep.resume",
    summary: "Go on with a job that was cancelled; of one that is done, try those again who failed.",
    answer: SweepSchema,
    handle: resume,
  },
  {
    method: "GET",
    path: "/admin/v1/sweeps/:id/result",
    access: "admin",
    scope: "read",
    summary: "Download an export that is done: a line for each lead with scores and stage.",
    details:
      "Streamed as fast as it is read. In CSV every cell is quoted, and a text that a spreadsheet would run as a formula begins with an apostrophe.",
    query: { format: "`ndjson` (default) or `csv`" },
    handle: result,
  },
];
