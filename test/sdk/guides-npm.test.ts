import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { compileScript, parse } from "vue/compiler-sfc";
import { endpoint, visit } from "./support/visits.ts";

const root = resolve(".");
const artifacts = join(root, "test/artifacts/guides");
const guide = readFileSync("docs/install.md", "utf8");
afterAll(() => rmSync(artifacts, { recursive: true, force: true }));

/** The files of a section: each snippet says its file's name in its first line. */
function filesOf(heading: string): Map<string, string> {
  const [, section = ""] = guide.split(new RegExp(`^## ${heading}$`, "m"));
  const snippets = [...(section.split(/^## /m)[0] ?? "").matchAll(/```\w+\n([^]*?)```/g)];
  return new Map(
    snippets.map(([, code = ""]) => {
      const [, name] = /^(?:\/\/|<!--) ([\w.-]+)(?: -->)?\n/.exec(code) ?? [];
      if (name === undefined) throw new Error(`${heading}: no file's name above ${code}`);
      return [name, code];
    }),
  );
}

const npm = filesOf("npm");
const react = filesOf("React and Next");
const vue = filesOf("Vue");

/** What a site's bundler makes of a single-file component. */
function compileVue(code: string): string {
  const { descriptor } = parse(code);
  return compileScript(descriptor, { id: "guide", inlineTemplate: true }).content;
}

let folders = 0;
let folder: string;
/** An app of the guide's own files, with this test's host and key, and the program that runs them. */
function write(files: Map<string, string>): void {
  for (const [name, code] of files) {
    const plain = name.endsWith(".vue") ? compileVue(code) : code;
    writeFileSync(
      join(folder, name.replace(/\.vue$/, ".vue.ts")),
      plain.replaceAll("https://YOUR-HOST", endpoint.host).replaceAll("YOUR-WRITE-KEY", "pub_test"),
    );
  }
}
beforeEach(() => {
  folder = join(artifacts, String(folders++));
  // A site of its own, with the package as npm installs it from a folder.
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/scoreline"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  write(npm);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles a program that stands beside the guide's files. */
async function bundle(program: string, platform: "browser" | "node"): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder, loader: "tsx" },
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    platform,
    ...(platform === "node"
      ? { packages: "external" as const }
      : {
          define: {
            "process.env.NODE_ENV": '"development"',
            __VUE_OPTIONS_API__: "true",
            __VUE_PROD_DEVTOOLS__: "false",
            __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
          },
        }),
  });
  return outputFiles[0]?.text ?? "";
}

/** What a program prints in plain Node, where there is neither window nor document. */
async function printed(program: string): Promise<string> {
  const file = join(folder, "server.mjs");
  writeFileSync(file, await bundle(program, "node"));
  return execFileSync(process.execPath, [file], { encoding: "utf8" }).trim();
}

/** Opens a page with what a server rendered, and the program that takes it over. */
async function open(html: string, program: string): Promise<void> {
  const script = (await bundle(program, "browser")).replaceAll("</script", "<\\/script");
  endpoint.pages.set("/", {
    html: `<!doctype html><meta charset="utf-8"><title>App</title><div id="app">${html}</div><script type="module">${script}</script>`,
  });
  await visit.page.goto(endpoint.site + "/");
}

test("npm, React and Next, Vue: a strict compiler has nothing to say about the snippets", () => {
  write(react);
  write(vue);
  const compilerOptions = {
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "bundler",
    lib: ["ES2022", "DOM", "DOM.Iterable"],
    jsx: "react-jsx",
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*"] }));
  expect(execFileSync("npx", ["tsc", "-p", folder], { encoding: "utf8" })).toBe("");
});

test("npm: the client reports the view and what it is told", async () => {
  await open("", `import "./finance";`);
  await endpoint.arrival(({ type }) => type === "page");
  expect(await endpoint.arrival(({ event }) => event === "calculate_finance")).toMatchObject({
    properties: { model: "Aurora", months: 48 },
  });
  expect(await endpoint.arrival(({ type }) => type === "identify")).toMatchObject({ userId: "user-17" });
});

test("npm: on a server the file is imported and called, and nothing happens", async () => {
  expect(await printed(`import "./finance";\nconsole.log("still here");`)).toBe("still here");
});

const apps = [
  {
    name: "React and Next",
    files: react,
    server: `
      import { renderToString } from "react-dom/server";
      import { Offer } from "./offer";
      import { Scoreline } from "./scoreline-start";
      console.log(renderToString(<><Scoreline /><Scoreline /><Offer /></>));`,
    browser: `
      import { StrictMode } from "react";
      import { hydrateRoot } from "react-dom/client";
      import { Offer } from "./offer";
      import { Scoreline } from "./scoreline-start";
      hydrateRoot(document.getElementById("app")!, <StrictMode><Scoreline /><Scoreline /><Offer /></StrictMode>);`,
  },
  {
    name: "Vue",
    files: vue,
    server: `
      import { createSSRApp } from "vue";
      import { renderToString } from "vue/server-renderer";
      import Offer from "./offer.vue";
      console.log(await renderToString(createSSRApp(Offer)));`,
    browser: `
      import { createSSRApp } from "vue";
      import "./scoreline";
      import Offer from "./offer.vue";
      createSSRApp(Offer).mount("#app");`,
  },
];

describe.each(apps)("$name", ({ files, server, browser }) => {
  beforeEach(() => write(files));

  test("the page that a server renders is taken over, reports one view, and follows the stage", async () => {
    const html = await printed(server);
    expect(html).toContain('data-score-slot="hero_offer"');
    expect(html).toContain("Our cars, from 20,000 euros.");

    const complaints: string[] = [];
    visit.page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    endpoint.stage = "mql";
    await open(html, browser);
    await visit.page.getByText("Shall we keep a car for you?").waitFor();
    expect(endpoint.events().filter(({ type }) => type === "page")).toHaveLength(1);
    expect(complaints.filter((text) => /hydrat|mismatch|slot/i.test(text))).toEqual([]);
  });

  test("an action fills the slot", async () => {
    endpoint.actions = [
      { id: "offer", kind: "inline", slot: "hero_offer", language: "en", title: "Ten percent off" },
    ];
    await open(await printed(server), browser);
    await visit.page.getByText("Ten percent off").waitFor();
    // What is told of the slot is what is seen of it: the words are in it still.
    const slot = visit.page.locator("[data-score-slot]");
    expect(await slot.textContent()).toContain("Our cars, from 20,000 euros.");
    expect(await slot.innerText()).not.toContain("Our cars, from 20,000 euros.");
  });
});

test("React may use the package's components in a page that the server renders: the file says that it is the browser's", () => {
  expect(readFileSync("dist/sdk/react.js", "utf8")).toMatch(/^"use client";/);
});
