import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { endpoint, visit } from "./support/visits.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let guide: string;

beforeAll(async () => {
  guide = await readFile(new URL("../../docs/install.md", import.meta.url), "utf8");
});

/** The snippet under a heading of the guide, the first of its language, with this test's host and key. */
const snippet = (heading: string, language = "html"): string => {
  const [, section = ""] = guide.split(new RegExp(`^## ${heading}$`, "m"));
  const [, found] =
    new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(section.split(/^## /m)[0] ?? "") ?? [];
  if (found === undefined) throw new Error(`no ${language} under ${heading}`);
  return found.replaceAll("https://YOUR-HOST", endpoint.host).replaceAll("YOUR-WRITE-KEY", "pub_test");
};

const open = async (html: string, headers: Record<string, string> = {}) => {
  endpoint.pages.set("/", { html: `<!doctype html><title>Home</title>${html}`, headers });
  await visit.page.goto(endpoint.site + "/");
};
const view = () => endpoint.arrival(({ type }) => type === "page");

test.each(["Script tag", "Google Tag Manager", "Shopify"])(
  "%s: the snippet reports the view of its page",
  async (name) => {
    await open(snippet(name));
    expect(await view()).toMatchObject({ context: { page: { url: endpoint.site + "/", title: "Home" } } });
    expect(endpoint.requests[0]?.writeKey).toBe("pub_test");
  },
);

test.each([
  { file: "snippet", hasId: true },
  { file: "snippet-opt-in", hasId: false },
])(
  "Script tag: the $file that the build writes reports what is called at once, with an id: $hasId",
  async ({ file, hasId }) => {
    const html = await readFile(`${root}/dist/sdk/${file}.html`, "utf8");
    await open(
      html.replaceAll("https://YOUR-HOST", endpoint.host).replaceAll("YOUR-WRITE-KEY", "pub_test") +
        `<script>scoreline.track("at_once")</script>`,
    );
    expect(await endpoint.arrival(({ event }) => event === "at_once")).toBeDefined();
    expect((await view()).anonymousId !== undefined).toBe(hasId);
  },
);

test("Content Security Policy: under it the script reports forms too, and the browser reports nothing", async () => {
  const policy = snippet("Content Security Policy", "").trim();
  await open(`${snippet("Script tag")}<form><input type="email" name="email"><button>Send</button></form>`, {
    "content-security-policy": policy,
  });
  await view();
  await visit.page.fill("input", "jane@example.com");
  await visit.page.click("button");
  expect((await endpoint.arrival(({ type }) => type === "identify")).traits).toEqual({
    email: "jane@example.com",
  });
  expect(visit.violations).toEqual([]);
});

test("Consent: its buttons say yes and no", async () => {
  await open(snippet("Consent"));
  expect(await view()).not.toHaveProperty("anonymousId");
  await visit.page.click("text=Yes");
  await endpoint.arrival(({ properties }) => properties?.["consent"] === "granted");
  await visit.page.click("text=No");
  await endpoint.arrival(({ properties }) => properties?.["consent"] === "denied");
  expect(await visit.page.evaluate("localStorage.length")).toBe(0);
});

describe("Under your own domain", () => {
  let proxy: Server;
  let worker: string;
  beforeEach(async () => {
    // The worker of the guide, run as it stands.
    const code = `data:text/javascript,${encodeURIComponent(snippet("Under your own domain", "js"))}`;
    const { default: handler } = (await import(/* @vite-ignore */ code)) as {
      default: { fetch(request: Request): Promise<Response> };
    };
    proxy = createServer((request, response) => {
      const run = async () => {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        if (request.url === "/") {
          response.writeHead(200, { "content-type": "text/html" });
          response.end(`<!doctype html><title>Shop</title>${snippet("Under your own domain")}`);
          return;
        }
        const answer = await handler.fetch(
          new Request(worker + request.url, {
            method: request.method ?? "GET",
            ...(parts.length > 0 && { body: Buffer.concat(parts) }),
          }),
        );
        response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
        response.end(Buffer.from(await answer.arrayBuffer()));
      };
      run().catch(() => response.destroy());
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    worker = `http://localhost:${(proxy.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((done) => proxy.close(done)));

  test("everything stays below the site's own path", async () => {
    const paths = new Set<string>();
    visit.page.on("request", (request) => paths.add(request.url().replace(/-\w+(?=\.js)/, "")));
    await visit.page.goto(worker + "/");
    await view();
    // The first touch brings what listens.
    await visit.page.mouse.click(5, 5);
    await expect
      .poll(() => [...paths].sort())
      .toEqual(["/", "/score/s.js", "/score/s/capture.js", "/score/v1/batch"].map((path) => worker + path));
  });
});
