// JavaScript, since the benchmarks are compiled for Node and this is the worker itself.
import worker, * as objects from "../../../worker/index.ts";

/** When visitors' objects were made, which they are each time they wake; and when their alarms came. */
const seen = [];

export * from "../../../worker/index.ts";

/** The visitor's object, which tells when it wakes. */
export class VisitorObject extends objects.VisitorObject {
  #name;

  constructor(ctx, env) {
    super(ctx, env);
    this.#name = ctx.id.name;
    seen.push({ name: this.#name, what: "made", atMs: Date.now() });
  }

  async alarm() {
    seen.push({ name: this.#name, what: "alarm", atMs: Date.now() });
    await super.alarm();
  }
}

export default {
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname === "/seen") return Response.json(seen.splice(0));
    return worker.fetch(request, env, ctx);
  },
};
