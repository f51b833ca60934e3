import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { snippetWays } from "../../dashboard/src/words/snippets.ts";

const guide = readFileSync("docs/install.md", "utf8");
const places = { host: "https://YOUR-HOST", key: "YOUR-WRITE-KEY", stub: "" };

it.each(["tag", "module", "tag-manager"])(
  "the setup page shows the snippet that the guide shows: %s",
  (way) => {
    const text = snippetWays.find(({ id }) => id === way)?.text(places);
    expect(guide).toContain(`\n${text}\n\`\`\``);
  },
);
