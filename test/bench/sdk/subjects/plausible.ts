import { transform } from "esbuild";
import { npmFiles } from "../npm-files.ts";
import type { Subject } from "./subject.ts";

const version = "0.4.6";

/** Plausible's tracker with its form capture on, bundled with the call that starts it. */
export async function plausible(): Promise<Subject> {
  const read = await npmFiles({
    name: "@plausible-analytics/tracker",
    version,
    integrity:
      "sha512-nbu6xGgSP6jeYuoVklZBzucUnIpo75tVu3Kr+R0EDycVKaMC/jF5Q/YCaM/8gR4fPZ1IDcXt6FdBJFZ1uZwEPA==",
  });
  const source = read("plausible.js").replace(/export\s*\{[^}]*\}\s*$/, "");
  const { code } = await transform(
    `${source};init({ domain: "shop.example", endpoint: "HOST/api/event", formSubmissions: true });`,
    { format: "iife", minify: true },
  );
  return {
    name: "plausible",
    version,
    licence: "MIT",
    install: (host) => ({
      snippet: `<script async src="${host}/js/script.js"></script>`,
      files: { "/js/script.js": code.replace("HOST", host) },
    }),
    answer: () => ({ type: "text/plain", body: "ok" }),
    read({ path, body }) {
      if (path !== "/api/event" || body.length === 0) return [];
      const { n, u } = JSON.parse(body.toString()) as { n: string; u: string };
      if (n === "pageview") return [{ kind: "view", url: u }];
      return n === "Form: Submission" ? [{ kind: "form" }] : [];
    },
  };
}
