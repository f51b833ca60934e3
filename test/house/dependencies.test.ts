import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Manifest {
  dependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}
interface Lock {
  packages: Record<
    string,
    {
      resolved?: string;
      integrity?: string;
      dev?: boolean;
      devOptional?: boolean;
      optional?: boolean;
      link?: boolean;
    }
  >;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
const page = readFileSync("docs/dependencies.md", "utf8");

describe("the packages that the worker and the dashboard are made of", () => {
  it("are few, listed with their reason, and locked by hash", () => {
    const names = Object.keys(manifest.dependencies);
    expect(names.length).toBeLessThanOrEqual(10);
    expect(names.filter((name) => !page.includes(name))).toEqual([]);
    const installed = Object.entries(lock.packages).filter(([path]) => path !== "");
    const shipped = installed.filter(
      ([, { dev, devOptional, optional }]) => dev !== true && devOptional !== true && optional !== true,
    );
    expect(shipped.length).toBeLessThanOrEqual(12);
    const unlocked = installed.filter(([, { integrity, link }]) => integrity === undefined && link !== true);
    expect(unlocked.map(([path]) => path)).toEqual([]);
  });

  it("come from the registry, and three may run a script: node, workerd and esbuild", () => {
    const elsewhere = Object.values(lock.packages).filter(
      ({ resolved }) => resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"),
    );
    expect(elsewhere).toEqual([]);
    expect(Object.keys(manifest.allowScripts).toSorted()).toEqual(["esbuild", "node", "workerd"]);
  });
});
