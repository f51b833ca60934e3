/** Compiles a model of 10,000 rules in a process that has done nothing before, and prints what it cost as JSON. */
import { compile, emptyState, fold } from "../../../shared/core/index.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { eventAt, eventShares, startMs } from "./events.ts";
import { heldBytes } from "./garbage.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { seriesModel } from "./series.ts";

const seed = Number(process.argv[2]);
const text = JSON.stringify(seriesModel("growing", 10_000, seed));

// An event of each name, and more: what is compiled or remembered on first use belongs to the price.
const random = randomNumbers(seed);
const events = Array.from({ length: 5_000 }, (_, index) => eventAt(startMs + index, random));
const firsts = Object.keys(eventShares).map((name) => events.findIndex((event) => event.name === name));
const opening = firsts.toSorted((a, b) => a - b).flatMap((index) => events[index] ?? []);

const before = heldBytes();
const source = JSON.parse(text) as Model;
const withSource = heldBytes();

const millisecondsSince = (earlier: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(earlier);
  return (user + system) / 1000;
};

const start = process.cpuUsage();
const model = compile({ version: 1, id: "probe", model: source });
const compileMs = millisecondsSince(start);
const use = process.cpuUsage();
fold(emptyState(model), opening, model);
const firstEventsMs = millisecondsSince(use);

const afterCompile = heldBytes();
fold(emptyState(model), events, model);
const afterUse = heldBytes();

// The model is used after the last reading, so that it is held until then.
if (model.rules.length !== source.rules.length) throw new Error("rules were lost");
console.log(
  JSON.stringify({
    compileMs,
    firstEventsMs,
    sourceBytes: withSource - before,
    compiledBytes: afterCompile - withSource,
    usedBytes: afterUse - withSource,
  }),
);
