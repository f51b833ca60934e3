import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { createElement, type ReactElement } from "react";
import { describe, expect, test } from "vitest";
import { createSSRApp, h } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";
import { Slot as ReactSlot } from "../../sdk/react.ts";
import { Slot as VueSlot } from "../../sdk/vue.ts";
import type { ActionPayload } from "../../shared/wire.ts";
import { importedPackages } from "../support/imported-packages.ts";
import { tag } from "./support/endpoint.ts";
import { sample, stage } from "./support/stage.ts";
import { endpoint, visit } from "./support/visits.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("a site's own TypeScript compiles against the package, and is told of its mistakes", async () => {
  const compile = promisify(execFile)("npx", ["tsc", "-p", "test/sdk/package"], { cwd: root });
  await expect(compile).resolves.toMatchObject({ stdout: "" });
});

test("what is packed imports nothing that a site does not get with it: Node's own, valibot's types, and React or Vue where they are", async () => {
  const { dependencies, peerDependencies } = JSON.parse(
    await readFile(join(root, "package.json"), "utf8"),
  ) as Record<"dependencies" | "peerDependencies", Record<string, string>>;
  const imported = new Set(
    await importedPackages(
      ...["sdk/index.js", "sdk/react.js", "sdk/vue.js", "cli/scoreline.mjs"].map(
        (file) => `${root}/dist/${file}`,
      ),
    ),
  );
  for (const file of globSync("dist/sdk/types/**/*.d.ts", { cwd: root })) {
    const types = await readFile(join(root, file), "utf8");
    for (const [, name = ""] of types.matchAll(/ from "([^."][^"]*)";$/gm)) imported.add(name);
  }
  expect([...imported].sort()).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort());
});

test("the entry imports nothing but its own files", async () => {
  for (const name of ["index", "react", "vue"]) {
    const code = await readFile(join(root, `dist/sdk/${name}.js`), "utf8");
    const imported = [...code.matchAll(/from\s*"([^"]+)"/g)].map(([, from]) => from);
    expect(imported.filter((from) => !from?.startsWith("./"))).toEqual(name === "index" ? [] : [name]);
  }
});

const apps = {
  react: `
    import { createElement as h, useState } from "react";
    import { createRoot } from "react-dom/client";
    import { createClient } from "scoreline";
    import { Slot, useDecision } from "scoreline/react";
    const client = createClient({ site: "pub_test", endpoint: HOST });
    const App = () => {
      const [isShort, setShort] = useState(false);
      const [name, setName] = useState("hero");
      return h("main", {},
        h("p", { id: "stage" }, useDecision(client)?.stage),
        h("button", { onClick: () => setShort(true) }, "Shorter"),
        h("button", { onClick: () => setName("side") }, "Rename"),
        h(Slot, { name, className: "wide", style: { minHeight: 300 } }, h("p", {}, "Before"), isShort ? null : h("p", {}, "More")),
        isShort ? null : h(Slot, { name: "other" }, h("p", {}, "Other")));
    };
    createRoot(document.getElementById("app")).render(h(App));`,
  vue: `
    import { createApp, h, ref } from "vue";
    import { createClient } from "scoreline";
    import { Slot, useDecision } from "scoreline/vue";
    const client = createClient({ site: "pub_test", endpoint: HOST });
    createApp({
      setup() {
        const decision = useDecision(client);
        const isShort = ref(false);
        const name = ref("hero");
        return () => h("main", [
          h("p", { id: "stage" }, decision.value?.stage),
          h("button", { onClick: () => (isShort.value = true) }, "Shorter"),
          h("button", { onClick: () => (name.value = "side") }, "Rename"),
          h(Slot, { name: name.value, class: "wide", style: "min-height: 300px" }, () => [h("p", "Before"), isShort.value ? null : h("p", "More")]),
          isShort.value ? null : h(Slot, { name: "other" }, () => h("p", "Other")),
        ]);
      },
    }).mount("#app");`,
};

const action: ActionPayload = {
  id: "offer",
  kind: "inline",
  slot: "hero",
  language: "en",
  title: "Ten percent off",
};

/** Opens an app as a site bundles it. */
const open = async (code: string, { head = "", html = "", query = "" } = {}) => {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    write: false,
    format: "esm",
    define: {
      "process.env.NODE_ENV": '"production"',
      HOST: JSON.stringify(endpoint.host),
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
  });
  const script = outputFiles[0]?.text.replaceAll("</script", "<\\/script") ?? "";
  endpoint.pages.set("/", {
    html: `<!doctype html><meta charset="utf-8"><title>App</title>${head}<div id="app">${html}</div><script type="module">${script}</script>`,
  });
  await visit.page.goto(`${endpoint.site}/${query}`);
};

describe.each(Object.entries(apps))("in an app of %s", (_, code) => {
  test("the decision is known, and a slot is filled, closed and taken away without an error", async () => {
    endpoint.actions = [action];
    await open(code);
    await visit.page.locator("#stage", { hasText: "first_touch" }).waitFor();
    const slot = visit.page.locator(".wide");
    await slot.getByText("Ten percent off").waitFor();
    expect(await slot.getByText("Before").isVisible()).toBe(false);
    // What the framework takes away meanwhile is not on the screen.
    await visit.page.click("text=Shorter");
    await slot.getByRole("button", { name: "Close" }).click();
    await slot.getByText("Before").waitFor();
    expect(await slot.getByText("More").count()).toBe(0);
    expect(await visit.page.getByText("Other").count()).toBe(0);
  });

  test("a slot that gets another name gives up the card of the one before", async () => {
    endpoint.actions = [action];
    await open(code);
    await visit.page.getByText("Ten percent off").waitFor();
    await visit.page.click("text=Rename");
    await visit.page.getByText("Before").waitFor();
    expect(await visit.page.getByText("Ten percent off").count()).toBe(0);
  });
});

// By a name that the compiler does not follow: the types of react-dom are not among our packages.
const { renderToString: renderReact } = (await import(["react-dom", "server"].join("/"))) as {
  renderToString(element: ReactElement): string;
};

const room = { name: "hero", style: { minHeight: "300px" } };

/** What a server has rendered, and the code that makes an app of it when the test says so. */
const rendered = {
  react: {
    html: () => renderReact(createElement(ReactSlot, room, createElement("p", {}, "Before"))),
    code: `
      import { createElement as h, useEffect } from "react";
      import { hydrateRoot } from "react-dom/client";
      import { Slot } from "scoreline/react";
      const App = () => {
        useEffect(() => { window.isLive = true; });
        return h(Slot, ${JSON.stringify(room)}, h("p", {}, "Before"));
      };
      window.begin = () => { hydrateRoot(document.getElementById("app"), h(App), { onRecoverableError: (error) => console.error("hydration: " + error) }) };`,
  },
  vue: {
    html: () => renderVue(createSSRApp({ render: () => h(VueSlot, room, () => h("p", "Before")) })),
    code: `
      import { createSSRApp, h } from "vue";
      import { Slot } from "scoreline/vue";
      window.begin = () => {
        createSSRApp({ render: () => h(Slot, ${JSON.stringify(room)}, () => h("p", "Before")) }).mount("#app");
        window.isLive = true;
      };`,
  },
};

test.each(Object.entries(rendered))(
  "a page that a server rendered with %s becomes an app although its slot is filled already",
  async (_, { html, code }) => {
    endpoint.actions = [action];
    const lines: string[] = [];
    visit.page.on("console", (message) => lines.push(message.text()));
    await open(code, { head: tag(endpoint.host), html: await html() });
    await visit.page.getByText("Ten percent off").waitFor();
    await visit.page.evaluate("document.querySelector('p').isOld = true; begin()");
    await visit.page.waitForFunction("window.isLive");
    expect(lines.filter((line) => /hydrat/i.test(line))).toEqual([]);
    expect(await visit.page.evaluate("document.querySelector('p').isOld"), "nothing is made anew").toBe(true);
    expect(await visit.page.getByText("Ten percent off").isVisible()).toBe(true);
  },
);

describe("on a site that bundles the package", () => {
  const code = `import { createClient } from "scoreline"; createClient({ site: "pub_test", endpoint: HOST });`;

  test("a preview link shows its action and records nothing", async () => {
    const headers = { "content-type": "application/json", "access-control-allow-origin": "*" };
    endpoint.pages.set("/v1/previews/abc", { html: JSON.stringify(sample("banner")), headers });
    await open(code, { query: "?scoreline_preview=abc" });
    await stage.card("banner-1").waitFor();
    expect(endpoint.requests).toEqual([]);
  });

  test("?scoreline_debug opens the panel", async () => {
    await open(code, { query: "?scoreline_debug" });
    const panel = visit.page.locator("scoreline-debug aside");
    await panel.waitFor();
    expect(await panel.innerText()).toContain("Scoreline");
  });
});
