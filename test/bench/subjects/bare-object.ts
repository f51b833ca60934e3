/** What this file uses of the platform; the benchmarks are compiled for Node. */
interface ObjectState {
  storage: { sql: { exec: (query: string, ...values: string[]) => unknown } };
}
interface Environment {
  VISITOR: {
    idFromName: (name: string) => object;
    get: (id: object) => { fetch: (request: Request) => Promise<Response> };
  };
}

/** One visitor: keeps what it is sent, a row a request, and answers. */
export class Visitor {
  readonly #sql: ObjectState["storage"]["sql"];

  constructor({ storage }: ObjectState) {
    this.#sql = storage.sql;
    this.#sql.exec("CREATE TABLE IF NOT EXISTS batch (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  }

  async fetch(request: Request): Promise<Response> {
    this.#sql.exec("INSERT INTO batch (body) VALUES (?)", await request.text());
    return Response.json({ accepted: 1 });
  }
}

/** Passes the body to the visitor's object, unread. */
export default {
  fetch(request: Request, { VISITOR }: Environment): Promise<Response> {
    const visitor = request.headers.get("x-visitor") ?? "";
    return VISITOR.get(VISITOR.idFromName(visitor)).fetch(request);
  },
};
