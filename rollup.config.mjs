/**
 * Builds the SDK: the script tag's file under a stable and a hashed name, the lazy chunk of the
 * actions, the inline stub with the snippet for the docs, and the ES module. The same sources give
 * the same bytes.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import terser from "@rollup/plugin-terser";
import { transform } from "esbuild";

const assets = "dist/assets";
const hashOf = (text) => createHash("sha256").update(text).digest("hex").slice(0, 8);

/** Takes the types out. Nothing is lowered: the SDK is written for browsers of 2022 and later. */
const typescript = {
  name: "typescript",
  async transform(code, id) {
    if (!id.endsWith(".ts")) return null;
    const { code: plain, map } = await transform(code, {
      loader: "ts",
      target: "es2022",
      sourcefile: id,
      sourcemap: true,
    });
    return { code: plain, map };
  },
};

/** The style sheets of the cards are written for readers; visitors get them without spaces and long names. */
const styles = {
  name: "styles",
  async transform(code, id) {
    if (!id.endsWith("/style.ts")) return null;
    const template = /`([^`]*)`/;
    const { code: css } = await transform(template.exec(code)?.[1] ?? "", { loader: "css", minify: true });
    const names = [...new Set(css.match(/--(?!scoreline-)[a-z-]+/g))];
    const short = css.replace(/--(?!scoreline-)[a-z-]+/g, (name) => `--${names.indexOf(name).toString(36)}`);
    return { code: code.replace(template, () => JSON.stringify(short.trim())), map: null };
  },
};

/** Private properties begin with an underscore; none of them crosses from one file of the build to another. */
const minify = (isModule, compress = {}) =>
  terser({
    module: isModule,
    ecma: 2020,
    compress: {
      passes: 6,
      pure_getters: true,
      unsafe_arrows: true,
      unsafe_methods: true,
      keep_fargs: false,
      ecma: 2022,
      ...compress,
    },
    mangle: { properties: { regex: /^_[a-z]/, keep_quoted: true } },
    format: { comments: false },
  });

/** `const` says something to readers only; `let`, which is there anyway, packs better. Texts do not hold the word. */
const letOnly = {
  name: "let-only",
  renderChunk: (code) => ({ code: code.trim().replace(/\bconst\b/g, "let"), map: null }),
};

/**
 * Tells the browser that nearly every function runs at once, so that it compiles all of them with the
 * file, on a thread of its own. Else it does so one by one, at each first call, on the page's.
 * Chromium from 136 on reads it, https://v8.dev/blog/explicit-compile-hints; to others it is a comment.
 */
const eager = {
  name: "eager",
  renderChunk: (code) => ({ code: "//# allFunctionsCalledOnLoad\n" + code, map: null }),
};

/** Puts a value where a name stands that the build knows. */
const replace = (name, value) => ({
  name: "replace",
  transform: (code) => ({ code: code.replaceAll(new RegExp(`\\b${name}\\b(?!:)`, "g"), value), map: null }),
});

/** What was built, for the manifest. */
const built = {};

/** Writes the manifest anew after each file, so that it is whole after the last one. */
const remember = (entry, path, code) => {
  built[entry] = {
    path,
    integrity: "sha384-" + createHash("sha384").update(code).digest("base64"),
    bytes: {
      raw: Buffer.byteLength(code),
      gzip: gzipSync(code, { level: 9 }).length,
      brotli: brotliCompressSync(code).length,
    },
  };
};

/** The lazy chunks by name. */
const chunks = {};

/** Writes the lazy chunks. All bear one hash, of all: the script then holds one name, not one a chunk. */
const writeChunks = async () => {
  const hash = hashOf(Object.values(chunks).join("\n"));
  for (const [name, code] of Object.entries(chunks)) {
    const file = `${name}-${hash}.js`;
    await writeFile(`${assets}/s/${file}`, code);
    remember(name, `/s/${file}`, code);
  }
  return hash;
};

/** A lazy chunk; with some options it packs better, which is found by trying. */
const chunk = (name, compress = {}) => ({
  input: `sdk/${name}/index.ts`,
  plugins: [
    typescript,
    styles,
    minify(true, compress),
    letOnly,
    {
      name: "chunk",
      generateBundle(_, bundle) {
        // Without the line's end that Rollup puts there: Brotli takes it for the beginning of something new.
        chunks[name] = bundle[`${name}.js`].code.trimEnd();
        // Written when all of them are known.
        delete bundle[`${name}.js`];
      },
    },
  ],
  output: { format: "es", dir: `${assets}/s`, entryFileNames: `${name}.js` },
});

const script = {
  input: "sdk/script.ts",
  plugins: [
    typescript,
    {
      name: "chunks",
      // They were built before: rollup builds one configuration after the other.
      async transform(code, id) {
        if (!id.endsWith("/sdk/script.ts")) return null;
        await mkdir(`${assets}/s`, { recursive: true });
        return { code: code.replace("${CHUNKS_HASH}", await writeChunks()), map: null };
      },
    },
    // Found by trying: with these the file packs better.
    minify(false, {
      inline: 2,
      comparisons: true,
      arrows: true,
      lhs_constants: false,
      collapse_vars: false,
      dead_code: false,
      loops: false,
    }),
    letOnly,
    eager,
    {
      name: "script",
      generateBundle(_, { "s.js": output }) {
        output.code = output.code.trimEnd();
      },
      async writeBundle(_, { "s.js": { code } }) {
        const file = `${hashOf(code)}.js`;
        await writeFile(`${assets}/s/${file}`, code);
        remember("script", `/s/${file}`, code);
      },
    },
  ],
  // Without "use strict": what it would find, the types have found.
  output: { format: "iife", strict: false, file: `${assets}/s.js` },
};

/** Puts a site's own values where the stub and the snippet have places for them. */
const snippetOf = (inline, consent) => {
  const filled = inline.trim().replace("HOST/", "https://YOUR-HOST/").replace('"KEY"', '"YOUR-WRITE-KEY"');
  return `<script>${filled}</script>\n<script async src="https://YOUR-HOST/s.js" data-site="YOUR-WRITE-KEY"${consent}></script>\n`;
};

/** The stub for sites that ask before they know a visitor again. */
const stubOptIn = {
  input: "sdk/stub.ts",
  plugins: [
    typescript,
    replace("OPT_IN", "true"),
    minify(true),
    letOnly,
    {
      name: "stub-opt-in",
      async writeBundle(_, { "stub-opt-in.js": { code } }) {
        remember("stub-opt-in", "/s/stub-opt-in.js", code);
        await mkdir("dist/sdk", { recursive: true });
        await writeFile("dist/sdk/snippet-opt-in.html", snippetOf(code, ' data-consent="opt-in"'));
      },
    },
  ],
  output: { format: "es", file: `${assets}/s/stub-opt-in.js` },
};

const stub = {
  input: "sdk/stub.ts",
  plugins: [
    typescript,
    replace("OPT_IN", "false"),
    minify(true),
    letOnly,
    {
      name: "stub",
      async writeBundle(_, { "stub.js": { code } }) {
        remember("stub", "/s/stub.js", code);
        await writeFile(`${assets}/s/manifest.json`, JSON.stringify(built, null, 2) + "\n");
        // What earlier builds left goes last: whoever reads meanwhile never finds a gap.
        const kept = new Set([
          "manifest.json",
          ...Object.values(built).map(({ path }) => path.slice("/s/".length)),
        ]);
        for (const file of await readdir(`${assets}/s`)) if (!kept.has(file)) await rm(`${assets}/s/${file}`);
        await mkdir("dist/sdk", { recursive: true });
        await writeFile("dist/sdk/snippet.html", snippetOf(code, ""));
      },
    },
  ],
  output: { format: "es", file: `${assets}/s/stub.js` },
};

/** Tells Next that React's wrappers run in the browser, so that a page rendered on the server may use them. */
const useClient = {
  name: "use-client",
  renderChunk: (code, { name }) => (name === "react" ? { code: '"use client";' + code, map: null } : null),
};

const module = {
  input: { index: "sdk/index.ts", react: "sdk/react.ts", vue: "sdk/vue.ts" },
  external: ["react", "vue"],
  plugins: [typescript, styles, minify(true), useClient],
  output: {
    format: "es",
    dir: "dist/sdk",
    entryFileNames: "[name].js",
    chunkFileNames: ({ facadeModuleId }) =>
      `${/\/sdk\/(actions|capture|compat|debug|external|preview)\//.exec(facadeModuleId ?? "")?.[1] ?? "shared"}.js`,
  },
};

export default [
  chunk("actions", {
    passes: 3,
    lhs_constants: false,
    sequences: false,
    conditionals: false,
    arrows: false,
  }),
  chunk("capture", { passes: 3, inline: 2, loops: false }),
  chunk("compat"),
  chunk("debug"),
  chunk("external"),
  chunk("preview"),
  script,
  stubOptIn,
  stub,
  module,
];
