import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importedPackages } from "../support/imported-packages.ts";

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}
interface Lock {
  packages: Record<
    string,
    {
      resolved?: string;
      integrity?: string;
      dependencies?: Record<string, string>;
      link?: boolean;
    }
  >;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
const page = readFileSync("docs/dependencies.md", "utf8");

/** Packages, and what they need in turn. */
function withTheirs(names: Iterable<string>, known = new Set<string>()): Set<string> {
  for (const name of names) {
    if (known.has(name)) continue;
    known.add(name);
    withTheirs(Object.keys(lock.packages[`node_modules/${name}`]?.dependencies ?? {}), known);
  }
  return known;
}

describe("the packages that the worker and the dashboard are made of", () => {
  it("are few, listed with their reason, and locked by hash", async () => {
    const names = await importedPackages("worker/index.ts", "dashboard/src/main.tsx");
    expect(names).toContain("hono");
    expect(names.length).toBeLessThanOrEqual(10);
    expect(names.filter((name) => !page.includes(name))).toEqual([]);
    const stated = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(names.filter((name) => !(name in stated))).toEqual([]);
    expect(withTheirs(names).size).toBeLessThanOrEqual(12);
    const installed = Object.entries(lock.packages).filter(([path]) => path !== "");
    const unlocked = installed.filter(([, { integrity, link }]) => integrity === undefined && link !== true);
    expect(unlocked.map(([path]) => path)).toEqual([]);
  });

  it("come with no package that a site installs but valibot, of whose schemas the published types are made", () => {
    expect(Object.keys(manifest.dependencies)).toEqual(["valibot"]);
  });

  it("come from the registry, and three may run a script: node, workerd and esbuild", () => {
    const elsewhere = Object.values(lock.packages).filter(
      ({ resolved }) => resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"),
    );
    expect(elsewhere).toEqual([]);
    expect(Object.keys(manifest.allowScripts).toSorted()).toEqual(["esbuild", "node", "workerd"]);
  });
});
