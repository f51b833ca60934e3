import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import type { ActionPayload } from "../../shared/wire.ts";
import { importedPackages } from "../support/imported-packages.ts";
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
      return h("main", {},
        h("p", { id: "stage" }, useDecision(client)?.stage),
        h("button", { onClick: () => setShort(true) }, "Shorter"),
        h(Slot, { name: "hero", className: "wide", style: { minHeight: 300 } }, h("p", {}, "Before"), isShort ? null : h("p", {}, "More")),
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
        return () => h("main", [
          h("p", { id: "stage" }, decision.value?.stage),
          h("button", { onClick: () => (isShort.value = true) }, "Shorter"),
          h(Slot, { name: "hero", class: "wide", style: "min-height: 300px" }, () => [h("p", "Before"), isShort.value ? null : h("p", "More")]),
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

describe.each(Object.entries(apps))("in an app of %s", (_, code) => {
  const open = async () => {
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
      html: `<!doctype html><meta charset="utf-8"><title>App</title><div id="app"></div><script type="module">${script}</script>`,
    });
    await visit.page.goto(endpoint.site + "/");
  };

  test("the decision is known, and a slot is filled, closed and taken away without an error", async () => {
    endpoint.actions = [action];
    await open();
    await visit.page.locator("#stage", { hasText: "first_touch" }).waitFor();
    const slot = visit.page.locator(".wide");
    await slot.getByText("Ten percent off").waitFor();
    expect(await slot.getByText("Before").count()).toBe(0);
    // What the framework takes away meanwhile is in a part of the page that is not there.
    await visit.page.click("text=Shorter");
    await slot.getByRole("button", { name: "Close" }).click();
    await slot.getByText("Before").waitFor();
    expect(await slot.getByText("More").count()).toBe(0);
    expect(await visit.page.getByText("Other").count()).toBe(0);
  });
});
