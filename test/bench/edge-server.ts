import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { Miniflare, type MiniflareOptions } from "miniflare";
import { deployment, type Limiter } from "./deployment.ts";
import { workerdChildren } from "./process-time.ts";

/** What a subject's worker is bound to. */
export interface ServerOptions {
  /** File of the worker. */
  entry: string;
  /** Durable Objects by binding: name of the class. */
  objects: Readonly<Record<string, string>>;
  /** KV namespaces by binding. */
  namespaces: readonly string[];
  variables: Readonly<Record<string, string>>;
  /** Rate limiters by binding; none when left out. Their emulation is an object that writes a row for each request. */
  limiters?: Readonly<Record<string, Limiter>>;
  /** Where its state is kept. */
  folder: string;
  /** A file that one file of the worker gets in the place of what it imports. */
  replaced?: Replaced;
}

/** Ends of the paths of an import and of the file that it stands in, and the file that is taken instead. */
export interface Replaced {
  imported: string;
  importer: string;
  by: string;
}

/** A worker in a workerd of its own. */
export interface EdgeServer {
  /** Where it listens; another place after each new build. */
  readonly url: string;
  /** Undefined where the system does not tell. */
  pid: number | undefined;
  /** Lines that the worker wrote to its log. */
  logged: string[];
  /** Puts a new build in the place of the worker: the objects stay, their memory and what is under way do not. */
  redeploy: () => Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Bundles a worker and runs it in workerd. The socket leads to the worker itself: there is no proxy,
 * and none of Miniflare's own worker in between.
 */
export async function startEdgeServer({
  entry,
  objects,
  namespaces,
  variables,
  limiters = {},
  folder,
  replaced,
}: ServerOptions): Promise<EdgeServer> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
    logLevel: "error",
    plugins: replaced === undefined ? [] : [replacing(replaced)],
  });
  const code = outputFiles[0]?.text ?? "";
  const name = "bench";
  const bindings = [
    ...Object.entries(objects).map(
      ([binding, exportName]) => [binding, { type: "durable-object", worker: name, exportName }] as const,
    ),
    ...namespaces.map((binding) => [binding, { type: "kv", id: binding }] as const),
    ...Object.entries(limiters).map(
      ([binding, limiter]) => [binding, { type: "rate-limit", ...limiter }] as const,
    ),
    ...Object.entries(variables).map(([binding, value]) => [binding, { type: "text", value }] as const),
  ];
  const logged: string[] = [];
  const before = new Set(workerdChildren());
  /** @param number Tells one build from the next. */
  const optionsOf = (number: number): MiniflareOptions => ({
    resourcePersistencePath: join(folder, "state"),
    enableDevRegistry: false,
    logRequests: false,
    cf: false,
    handleStructuredLogs: ({ message }) => {
      logged.push(message);
    },
    workers: [
      {
        config: {
          name,
          compatibilityDate: deployment.compatibilityDate,
          compatibilityFlags: deployment.compatibilityFlags,
          manifest: {
            mainModule: "worker.mjs",
            modules: { "worker.mjs": { type: "esm", contents: `${code}\n// build ${number}` } },
          },
          env: Object.fromEntries(bindings),
          exports: Object.fromEntries(
            Object.values(objects).map((className) => [
              className,
              { type: "durable-object", storage: "sqlite" } as const,
            ]),
          ),
        },
        dev: { unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] },
      },
    ],
  });
  const miniflare = new Miniflare(optionsOf(1));
  let { href: url } = await miniflare.unsafeGetDirectURL();
  const pid = workerdChildren().find((child) => !before.has(child));
  let builds = 1;
  return {
    get url() {
      return url;
    },
    pid,
    logged,
    redeploy: async () => {
      builds += 1;
      await miniflare.setOptions(optionsOf(builds));
      url = (await miniflare.unsafeGetDirectURL()).href;
    },
    stop: () => miniflare.dispose(),
  };
}

function replacing({ imported, importer, by }: Replaced): Plugin {
  return {
    name: "replacing",
    setup: ({ onResolve, onEnd }) => {
      let isDone = false;
      onResolve({ filter: /.*/ }, (found) => {
        if (!(found.path.endsWith(imported) && found.importer.endsWith(importer))) return undefined;
        isDone = true;
        return { path: by };
      });
      // Otherwise what is measured would be the worker as it is.
      onEnd(() => (isDone ? {} : { errors: [{ text: `${importer} does not import ${imported}` }] }));
    },
  };
}
