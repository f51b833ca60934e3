import type { Condition } from "../../../shared/schema/condition.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { EventRule } from "../../../shared/schema/rule.ts";
import { engagedLimit, eventShares, items, itemShare, media } from "./events.ts";
import type { RandomNumbers } from "../../support/random-numbers.ts";
import { groups, leaves, sections, type Section } from "./site-map.ts";

/** A model that has only rules about events. */
export type EventModel = Omit<Model, "rules"> & { rules: EventRule[] };

/** A condition and the part of all events that it is true for. */
interface Draft {
  tests: Condition[];
  share: number;
}

const eventNames = Object.keys(eventShares);
const scoreIds = ["engagement", "intent", "fit"];
/** Values of `medium` in one test. */
const mediaInTest = 3;

/**
 * The kinds of rule, in turn. `range` and `kind and range` are as wide as needed to reach the hits
 * wanted; the others are as rare as such rules are.
 */
const forms = [
  "path",
  "range",
  "prefix",
  "kind and item",
  "glob",
  "path and medium",
  "kind and range",
  "path",
  "either event",
  "deep glob",
] as const;
type Form = (typeof forms)[number];

function isWide(form: Form): boolean {
  return form === "range" || form === "kind and range";
}

function itemTest(random: RandomNumbers): Draft {
  return {
    tests: [{ test: "property", name: "item", equals: random.pick(items) }],
    share: itemShare / items.length,
  };
}

function mediumTest(random: RandomNumbers): Draft {
  return {
    tests: [{ test: "property", name: "medium", in: random.shuffle(media).slice(0, mediaInTest) }],
    share: mediaInTest / media.length,
  };
}

/** A range of `engaged_ms` that holds this part of the events. */
function rangeTest(share: number, random: RandomNumbers): Draft {
  const width = Math.min(engagedLimit, Math.max(1, Math.round(share * engagedLimit)));
  const atLeast = random.below(engagedLimit - width + 1);
  return {
    tests: [{ test: "property", name: "engaged_ms", atLeast, lessThan: atLeast + width }],
    share: width / engagedLimit,
  };
}

function both(...drafts: Draft[]): Draft {
  return {
    tests: drafts.flatMap(({ tests }) => tests),
    share: drafts.reduce((product, { share }) => product * share, 1),
  };
}

function eventTest(name: string): Draft {
  return { tests: [{ test: "event", is: name }], share: eventShares[name] ?? 0 };
}

function pageTest(form: Form, section: Section, random: RandomNumbers): Draft {
  const group = random.pick(groups);
  const part = (pages: number) => (section.share * pages) / section.paths.length;
  if (form === "prefix") {
    return { tests: [{ test: "path", prefix: `${section.path}/${group}` }], share: part(leaves.length + 1) };
  }
  if (form === "glob") {
    const glob = `${section.path}/*/${random.pick(leaves)}`;
    return { tests: [{ test: "path", glob }], share: part(groups.length) };
  }
  if (form === "deep glob") {
    return { tests: [{ test: "path", glob: `${section.path}/${group}/**` }], share: part(leaves.length) };
  }
  if (form === "kind and item") {
    return { tests: [{ test: "page_kind", is: section.kind }], share: section.share };
  }
  return { tests: [{ test: "path", equals: random.pick(section.paths) }], share: part(1) };
}

/** A rule that is as rare as its form makes it, or rarer if that is still too often. */
function narrowDraft(form: Form, limit: number, random: RandomNumbers): Draft {
  const section = random.pick(sections);
  let draft: Draft;
  if (form === "either event") {
    const [first = "", second = ""] = random.shuffle(eventNames);
    const events: Draft = {
      tests: [
        {
          any: [
            { test: "event", is: first },
            { test: "event", is: second },
          ],
        },
      ],
      share: (eventShares[first] ?? 0) + (eventShares[second] ?? 0),
    };
    draft = both(events, mediumTest(random), itemTest(random));
  } else {
    draft = both(eventTest(random.pick(eventNames)), pageTest(form, section, random));
    if (form === "kind and item") draft = both(draft, itemTest(random));
    else if (form === "path and medium") draft = both(draft, mediumTest(random));
    else if (draft.share > limit) draft = both(draft, itemTest(random));
  }
  return draft.share > limit ? both(draft, rangeTest(limit / draft.share, random)) : draft;
}

/** A rule whose range of a number is as wide as the hits that are wanted of it. */
function wideDraft(form: Form, share: number, random: RandomNumbers): Draft {
  const possible = eventNames.filter((name) => (eventShares[name] ?? 0) >= share);
  const event = eventTest(random.pick(possible.length > 0 ? possible : ["page_view"]));
  const wideSections = sections.filter((section) => section.share * event.share >= share);
  const place: Draft =
    form === "kind and range" && wideSections.length > 0
      ? ((section) => ({ tests: [{ test: "page_kind", is: section.kind }], share: section.share }))(
          random.pick(wideSections),
        )
      : { tests: [], share: 1 };
  const base = both(event, place);
  return both(base, rangeTest(share / base.share, random));
}

/** Every fourth rule has a cap: for life, or in a window. */
function capOf(ordinal: number): Pick<EventRule, "cap"> {
  if (ordinal % 4 !== 1) return {};
  const times = 1 + (ordinal % 3);
  return { cap: ordinal % 8 === 1 ? { times } : { times, withinDays: ordinal % 16 === 5 ? 1 : 7 } };
}

/**
 * A model with so many rules, of which so many hit one event on average. Scores are unbounded above,
 * so that they are sums, which every engine can make.
 */
export function modelOf(ruleCount: number, hitsPerEvent: number, random: RandomNumbers): EventModel {
  const limit = hitsPerEvent / ruleCount;
  const drafts = Array.from({ length: ruleCount }, (_, ordinal) => {
    const form = forms[ordinal % forms.length] ?? "path";
    return isWide(form) ? form : narrowDraft(form, limit, random);
  });
  const narrow = drafts.filter((draft) => typeof draft !== "string");
  const narrowHits = narrow.reduce((sum, { share }) => sum + share, 0);
  const wideShare = (hitsPerEvent - narrowHits) / (ruleCount - narrow.length);
  const rules = drafts.map((draft, ordinal): EventRule => {
    const { tests } = typeof draft === "string" ? wideDraft(draft, wideShare, random) : draft;
    return {
      id: `rule_${ordinal}`,
      type: "event",
      label: `What rule ${ordinal} is about`,
      score: scoreIds[ordinal % scoreIds.length] ?? "",
      points: ordinal % 7 === 6 ? -2 : 1 + (ordinal % 5),
      when: { all: tests },
      ...capOf(ordinal),
    };
  });
  return {
    name: `${ruleCount} rules`,
    scores: scoreIds.map((id) => ({ id, label: id })),
    rules,
    stages: [
      { id: "visitor", label: "Visitor" },
      { id: "interested", label: "Interested", threshold: { atLeast: 20, rearmBelow: 15 } },
      { id: "qualified", label: "Qualified", threshold: { atLeast: 60, rearmBelow: 45 } },
    ],
  };
}
