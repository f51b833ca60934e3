import { asJsonSchema, type JsonSchema } from "./json-schema.ts";
import { readRoutes, type DocumentedRoute } from "./read-routes.ts";
import { fieldTable } from "./tables.ts";

const accessText: Readonly<Record<DocumentedRoute["access"], string>> = {
  public: "nobody is asked for anything",
  source: "the address of a source, and its provider's signature",
  key: "write key in the body, or write or secret key as the user of Basic authentication",
  secret: "secret key as the user of Basic authentication",
  admin: "`Authorization: Bearer <admin token>`",
  root: "`Authorization: Bearer <SCORELINE_ROOT_TOKEN>`",
};

const intro = `# HTTP API

Made from the routes and the schemas by \`npm run generate\`; do not edit.

JSON in, JSON out. An error has one shape everywhere: \`{"error": {"code", "message", "field?", "requestId"}}\`, where
\`message\` says what was wrong, in which field, and what to do.

| status | when |
|---|---|
| 400 | the body is not JSON |
| 401 | no key or token, or one that nobody knows |
| 403 | the page's origin may not use the write key, or there is none where the site requires one; or the administrator's credential lacks the scope |
| 404 | there is no such thing, or it is another site's |
| 409 | it exists already |
| 413 | the body is too large |
| 415 | the body is compressed, or an administrator's body does not say that it is JSON |
| 422 | JSON, but not what is asked for; \`field\` names where |
| 429 | too many requests; \`Retry-After\` says when to come back |
| 500 | our fault; send it again: what was counted counts once |
| 503 | not possible at this moment; \`Retry-After\` says when to send it again |
`;

/** The fields of a body: one table, or one for each kind where its `kind` decides. */
function bodyTables(schema: JsonSchema): string {
  const branches = (schema["anyOf"] ?? schema["oneOf"]) as JsonSchema[] | undefined;
  if (branches === undefined) return fieldTable(schema);
  const kindIn = (branch: JsonSchema) =>
    (branch["properties"] as Record<string, JsonSchema> | undefined)?.["kind"]?.["const"];
  return branches
    .map((branch) => `With \`kind\` ${JSON.stringify(kindIn(branch) ?? "")}:\n\n${fieldTable(branch)}`)
    .join("\n\n");
}

function routeSection(route: DocumentedRoute): string {
  const { scope, audit } = route;
  const access = `Access: ${accessText[route.access]}${scope === undefined ? "" : `, scope \`${scope}\``}.`;
  const trace = audit ? ` Leaves \`${audit}\` in the audit log.` : "";
  const parts = [`## ${route.method} ${route.path}`, route.summary, `${access}${trace}`];
  if (route.details !== undefined) parts.push(route.details);
  if (route.query !== undefined) {
    const rows = Object.entries(route.query).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`);
    parts.push(["Query:", "", "| parameter | meaning |", "|---|---|", ...rows].join("\n"));
  }
  if (route.body !== undefined) parts.push(`Body:\n\n${bodyTables(asJsonSchema(route.body))}`);
  if (route.answer !== undefined) parts.push(`Answer:\n\n${fieldTable(asJsonSchema(route.answer))}`);
  return parts.join("\n\n");
}

/** The page of the HTTP API. Short forms and the single calls are listed once, not spelled out again. */
export async function httpApiPage(): Promise<string> {
  const routes = await readRoutes();
  const isSingleCall = ({ path }: DocumentedRoute) =>
    /^\/v1\/(page|identify|group|alias|screen|[a-z])$/.test(path);
  const single = routes.filter(isSingleCall).map(({ path }) => `\`${path}\``);
  const list = routes
    .filter((route) => !isSingleCall(route))
    .map(({ method, path, summary }) => `| \`${method} ${path}\` | ${summary} |`);
  const sections = routes.filter((route) => !isSingleCall(route)).map(routeSection);
  const alike = `The other single calls and the short forms work alike: ${single.join(", ")}.`;
  return [
    intro,
    "| route | what it does |",
    "|---|---|",
    ...list,
    "",
    alike,
    "",
    sections.join("\n\n"),
    "",
  ].join("\n");
}
