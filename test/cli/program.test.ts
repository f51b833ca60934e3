import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { buildCli } from "../../cli/build.ts";
import { fixture, scoreline } from "./support/run.ts";

const commands = ["lint", "test", "explain", "replay", "compare", "generate"];

describe("what npx calls", () => {
  const house = mkdtempSync(join(tmpdir(), "bin-of-scoreline-"));
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it("says that the program is not built yet, and is the program once it is", async () => {
    mkdirSync(join(house, "cli"));
    cpSync("cli/bin.mjs", join(house, "cli/bin.mjs"));
    const program = join(house, "cli/bin.mjs");
    expect(scoreline(["--help"], { program })).toMatchObject({
      code: 1,
      err: "The command line is not built yet. Build it, and call it again: npm run build\n",
    });
    await buildCli(join(house, "dist/cli/scoreline.mjs"));
    expect(scoreline(["--help"], { program })).toMatchObject({ code: 0, err: "" });
  });
});

describe("the program", () => {
  it("lists its commands", () => {
    const { code, out } = scoreline(["--help"]);
    expect(code).toBe(0);
    for (const name of commands) expect(out).toMatch(new RegExp(`^ {2}${name} `, "m"));
  });

  it.each(commands)("says how %s is called, with an example that begins with its name", (name) => {
    const { code, out } = scoreline([name, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: scoreline ${name}`);
    expect(out).toContain(`Examples\n  scoreline ${name}`);
  });

  it("refuses an unknown flag and says which there are", () => {
    const { code, err } = scoreline(["replay", fixture("model.json"), fixture("events.ndjson"), "--jsn"]);
    expect(code).toBe(2);
    expect(err).toBe(
      "scoreline: scoreline replay has no flag --jsn (did you mean --json?); there are --until, --json, --csv, --visitors, --generate, --seed\n",
    );
  });

  it.each([
    [["shred"], "there is no command shred"],
    [["repaly"], "did you mean replay?"],
    [["lint"], "model.json is missing"],
    [["lint", "a.json", "b.json"], '"b.json" is one argument too many'],
    [["lint", "nowhere.json"], "there is no file nowhere.json"],
    [["lint", "test"], "test is a folder"],
    [["replay", fixture("model.json"), "nowhere.ndjson"], "there is no file nowhere.ndjson"],
    [["replay", fixture("model.json")], "events.ndjson is missing"],
    [["replay", fixture("model.json"), "-", "--until", "soon"], '--until is "soon"'],
    [["replay", fixture("model.json"), "-", "--until", "2026-02-31"], '--until is "2026-02-31"'],
    [["replay", fixture("model.json"), "-", "--until", "2026-11-10 25:00"], '--until is "2026-11-10 25:00"'],
    [["replay", fixture("model.json"), "-", "--json", "--csv"], "exclude each other"],
    [["generate", "--events", "many"], '--events is "many"'],
    [["explain", fixture("model.json"), "-", "--visitor"], "--visitor needs a value"],
    [
      ["explain", fixture("model.json"), "-", "--visitor", "x", "--language", "xx"],
      "there are en, tr, pl, ro",
    ],
  ])("ends with 2 and one line for %j", (args, says) => {
    const { code, out, err } = scoreline(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(says);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("runs from its source, without being built", () => {
    expect(scoreline(["--help"], { program: "cli/scoreline.ts" })).toEqual(scoreline(["--help"]));
  });

  it("writes no colours where nobody sits before it", () => {
    const { out, err } = scoreline(["lint", fixture("model-broken.json")]);
    expect(out + err).not.toContain("\u001b");
  });
});
