/** Kinds of page, each with a section of the site of its own, and how much of the traffic goes there. */
const shares: readonly (readonly [kind: string, share: number])[] = [
  ["product", 0.22],
  ["pricing", 0.12],
  ["blog", 0.1],
  ["docs", 0.08],
  ["directions", 0.07],
  ["careers", 0.06],
  ["contact", 0.05],
  ["demo", 0.05],
  ["support", 0.05],
  ["cart", 0.04],
  ["checkout", 0.04],
  ["trial", 0.03],
  ["login", 0.03],
  ["legal", 0.02],
  ["thank_you", 0.02],
  ["unsubscribe", 0.02],
];

const groups = [
  "aurora",
  "comet",
  "nebula",
  "orbit",
  "pulsar",
  "quasar",
  "solstice",
  "tundra",
  "umbra",
  "vega",
  "zenith",
  "zephyr",
];

const leaves = [
  "overview",
  "equipment",
  "colours",
  "interior",
  "engines",
  "charging",
  "safety",
  "reviews",
  "offers",
  "accessories",
  "warranty",
];

/** A part of the site: all its pages are of one kind and are seen equally often. */
export interface Section {
  kind: string;
  /** Begins with a slash and has none at the end. */
  path: string;
  /** Part of all events that happen here. */
  share: number;
  paths: readonly string[];
}

/** The site that the benchmark's visitors walk through: 2,321 paths in sections, groups and leaves. */
export const sections: readonly Section[] = shares.map(([kind, share], index) => {
  const path = `/${kind.replace("_", "-")}`;
  const below = groups.flatMap((group) => [
    `${path}/${group}`,
    ...leaves.map((leaf) => `${path}/${group}/${leaf}`),
  ]);
  return { kind, path, share, paths: [path, ...below, ...(index === 0 ? ["/"] : [])] };
});

export const pathCount = sections.reduce((sum, section) => sum + section.paths.length, 0);
export const sectionShares = sections.map((section) => section.share);
export { groups, leaves };
