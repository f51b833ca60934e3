import type { Action } from "../../../schema/action.ts";
import type { Model } from "../../../schema/model.ts";
import type { Texts } from "../../../schema/texts.ts";
import type { Finding, LintRule } from "../finding.ts";
import { listed } from "../words.ts";

const code = "missing_language";

interface PlacedText {
  path: string;
  languages: readonly string[];
}

/** A text that lacks a language which most others have, or a language that only a few have. */
export const missingLanguage: LintRule = {
  code,
  description: "A text lacks a language that other texts of the model have.",
  check(model) {
    const texts = textsOf(model);
    const counts = new Map<string, number>();
    for (const { languages } of texts) {
      for (const language of languages) counts.set(language, (counts.get(language) ?? 0) + 1);
    }
    // A language that few texts have would otherwise be missed in all the others, one by one.
    const common = [...counts].filter(([, count]) => count * 2 >= texts.length).map(([language]) => language);
    const rare = [...counts].filter(([, count]) => count * 2 < texts.length);
    const missing = texts.flatMap(({ path, languages }): Finding[] => {
      const lacking = common.filter((language) => !languages.includes(language));
      return lacking.length === 0
        ? []
        : [
            hint(
              path,
              `this text has ${listed(languages, "and")}, and not ${listed(lacking, "and")} as others do`,
              "Translate it; until then its readers get English, or else the first language.",
            ),
          ];
    });
    const few = rare.map(([language, count]) =>
      hint(
        texts.find(({ languages }) => languages.includes(language))?.path ?? "",
        `${count} of ${texts.length} texts have "${language}"; readers of it get a mixture`,
        `Translate the other texts too, or take "${language}" out.`,
      ),
    );
    return [...missing, ...few, ...wordsOfActions(model)];
  },
};

function hint(path: string, message: string, fix: string): Finding {
  return { path, severity: "hint", code, message, fix };
}

/** Texts that are written per language. One string for all languages lacks none. */
function textsOf(model: Model): PlacedText[] {
  const texts: PlacedText[] = [];
  const add = (path: string, text: Texts | Action["texts"]) => {
    if (typeof text === "object") texts.push({ path, languages: Object.keys(text) });
  };
  for (const list of [
    "scores",
    "groups",
    "segments",
    "disqualifications",
    "rules",
    "stages",
    "handOffs",
  ] as const) {
    for (const [index, item] of (model[list] ?? []).entries()) add(`${list}[${index}].label`, item.label);
  }
  for (const [index, rule] of model.rules.entries()) {
    const parts = rule.type === "bands" ? rule.bands : rule.type === "criteria" ? rule.criteria : [];
    for (const [place, { label }] of parts.entries())
      add(`rules[${index}].${rule.type}[${place}].label`, label);
  }
  for (const [index, { definition }] of model.stages.entries())
    add(`stages[${index}].definition`, definition);
  for (const [index, action] of (model.actions ?? []).entries()) {
    add(`actions[${index}].texts`, action.texts);
    for (const [place, { label }] of (action.options ?? []).entries())
      add(`actions[${index}].options[${place}].label`, label);
    for (const [place, { name, price }] of (action.products ?? []).entries()) {
      add(`actions[${index}].products[${place}].name`, name);
      add(`actions[${index}].products[${place}].price`, price);
    }
  }
  return texts;
}

/** Words that an action has in one language and not in another: a banner whose button only some can read. */
function wordsOfActions(model: Model): Finding[] {
  return (model.actions ?? []).flatMap(({ texts = {} }, index) => {
    const languages = Object.entries(texts);
    return (["body", "button", "dismiss"] as const).flatMap((field) => {
      const having = languages.filter(([, words]) => words[field] !== undefined);
      if (having.length === 0 || having.length === languages.length) return [];
      const lacking = languages
        .filter(([, words]) => words[field] === undefined)
        .map(([language]) => language);
      return hint(
        `actions[${index}].texts.${lacking[0] ?? ""}`,
        `this action has a ${field} in ${listed(
          having.map(([language]) => language),
          "and",
        )}, and none in ${listed(lacking, "and")}`,
        `Write the ${field} in ${listed(lacking, "and")} too.`,
      );
    });
  });
}
