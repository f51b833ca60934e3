/** Ways to put Scoreline on a site. */
export interface SnippetWay {
  id: string;
  label: string;
  /** File of the inline part under `/s/`, where the way has one. */
  stub?: string;
  hint: string;
  /** The text to copy. */
  text: (at: SnippetPlaces) => string;
}

/** What differs from site to site. */
export interface SnippetPlaces {
  /** Origin of the worker. */
  host: string;
  key: string;
  /** The inline part, with the places HOST and KEY still in it. */
  stub: string;
}

const tag = ({ host, key }: SnippetPlaces, more = "") =>
  `<script async src="${host}/s.js" data-site="${key}"${more}></script>`;

/** The inline part before the script tag; the build makes the same of it in `rollup.config.mjs`. */
const withStub = (at: SnippetPlaces, more?: string) =>
  `<script>${at.stub.replace("HOST/", () => `${at.host}/`).replace('"KEY"', () => `"${at.key}"`)}</script>\n${tag(at, more)}`;

/** Every way, the simplest first. */
export const snippetWays: readonly SnippetWay[] = [
  {
    id: "tag",
    label: "Script tag",
    hint: "Put it into the <head> of every page. Page views, single-page navigation and forms are seen without further code.",
    text: (at) => tag(at),
  },
  {
    id: "stub",
    label: "With stub",
    stub: "stub.js",
    hint: "As the script tag; and scoreline.track() works from the first line of the page, and a visitor who leaves before the script has arrived is counted.",
    text: (at) => withStub(at),
  },
  {
    id: "opt-in",
    label: "Opt-in consent",
    stub: "stub-opt-in.js",
    hint: 'Nothing is kept on the device or here until the consent banner calls scoreline.setConsent("granted"). What the visitor did on the page before is told then.',
    text: (at) => withStub(at, ' data-consent="opt-in"'),
  },
  {
    id: "module",
    label: "npm",
    hint: "For bundlers: a file of its own, which the others import. The package is made by npm run build && npm pack; docs/install.md has React, Next and Vue. It sees what the script tag sees.",
    text: ({ host, key }) =>
      `// scoreline.ts\nimport { createClient } from "scoreline";\n\nexport const scoreline =\n  typeof window === "undefined"\n    ? undefined\n    : createClient({ site: "${key}", endpoint: "${host}" });`,
  },
  {
    id: "tag-manager",
    label: "Tag manager",
    hint: "For a Custom HTML tag in Google Tag Manager, on the trigger All Pages. Tag managers drop data attributes, so the script sets its own.",
    text: ({ host, key }) =>
      `<script>\n  (function () {\n    var script = document.createElement("script");\n    script.async = true;\n    script.src = "${host}/s.js";\n    script.dataset.site = "${key}";\n    document.head.appendChild(script);\n  })();\n</script>`,
  },
];
