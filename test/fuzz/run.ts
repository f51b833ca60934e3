/**
 * Throws bad requests at the worker and hostile texts at the dashboard, and looks what breaks.
 *
 *     npm run fuzz -- --json --runs 100000 --seed 1
 *
 * Every route of the table gets its share, made from its schema, its query and its headers, so that
 * a new one is besieged by itself. `CORPUS_DIR` names a folder of JSON files to send as they are, such
 * as JSONTestSuite's. Ends with 1 when anything is wrong: an answer 5xx (503 says that there was too
 * much at once and is counted apart), a worker that does not answer, an answer that tells of our
 * insides, a change of somebody else, or a text that becomes more than text.
 */
import { parseArgs } from "node:util";
import { botVerdict } from "../../worker/ingest/bot.ts";
import { showStrangers } from "./dashboard.ts";
import { corpusFiles, naughtyStrings, ownTexts, userAgents } from "./naughty.ts";
import { besiege } from "./siege.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    /** Without npm: our own texts only. */
    offline: { type: "boolean", default: false },
  },
});

const userAgentCharacters = 512;
const mostMissed = 0.01;

const texts = [...ownTexts, ...(values.offline ? [] : await naughtyStrings())];
const corpus = corpusFiles(process.env["CORPUS_DIR"]);

let shown = 0;
const siege = await besiege({
  runs: Number(values.runs),
  seed: Number(values.seed),
  texts,
  corpus,
  progress: (done) => {
    if (values.json || done < shown + 10_000) return;
    shown = done;
    console.log(`${done.toLocaleString("en")} sent`);
  },
});
const dashboard = await showStrangers(texts);
const bots = values.offline ? undefined : await judgeUserAgents();
const report = {
  ...siege,
  corpusFiles: corpus.length,
  texts: texts.length,
  dashboard,
  ...(bots && { bots }),
};
console.log(JSON.stringify(report, null, values.json ? 0 : 2));

const isWrong =
  siege.serverErrors + siege.deadIsolates + siege.leaks + siege.effects > 0 ||
  dashboard.dialogs + dashboard.violations + dashboard.elements + dashboard.links + dashboard.errors > 0 ||
  (bots !== undefined &&
    (bots.missed > bots.crawlers * mostMissed || bots.suspected > bots.browsers * mostMissed));
process.exitCode = isWrong ? 1 : 0;

/** How many crawlers pass for people, and people's browsers for bots. */
async function judgeUserAgents() {
  const { crawlers, browsers } = await userAgents();
  const isBot = (text: string) => botVerdict(text.slice(0, userAgentCharacters)) !== undefined;
  return {
    crawlers: crawlers.length,
    missed: crawlers.filter((text) => !isBot(text)).length,
    browsers: browsers.length,
    suspected: browsers.filter(isBot).length,
  };
}
