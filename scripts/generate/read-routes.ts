import { build, type Plugin } from "esbuild";
import type { GenericSchema } from "valibot";

/** A route, as far as the documentation is concerned; see `worker/routes/route.ts`. */
export interface DocumentedRoute {
  method: string;
  path: string;
  access: "public" | "key" | "secret" | "source" | "admin" | "root";
  summary: string;
  details?: string;
  body?: GenericSchema;
  answer?: GenericSchema;
  query?: Readonly<Record<string, string>>;
  scope?: string;
  audit?: string | null;
}

/** Stands in for the platform, of which nothing is needed to read descriptions. */
const noPlatform: Plugin = {
  name: "no-platform",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^cloudflare:/ }, ({ path }) => ({ path, namespace: "none" }));
    onLoad({ filter: /.*/, namespace: "none" }, () => ({
      contents: "export class DurableObject {}; export const waitUntil = () => undefined;",
    }));
  },
};

/** The worker's routes. Bundled first: they are written for workerd. */
export async function readRoutes(): Promise<readonly DocumentedRoute[]> {
  const { outputFiles } = await build({
    entryPoints: ["worker/routes/index.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    plugins: [noPlatform],
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? new Uint8Array()).toString("base64");
  const module = (await import(`data:text/javascript;base64,${code}`)) as {
    routes: readonly DocumentedRoute[];
  };
  return module.routes;
}
