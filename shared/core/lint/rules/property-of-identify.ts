import { factsOf } from "../condition/demands.ts";
import { placesOf } from "../condition/places.ts";
import { solve } from "../condition/solve.ts";
import type { LintRule } from "../finding.ts";

const code = "property_of_identify";

/** Calls that carry traits or ids and, by Segment's specification, no properties. */
const withoutProperties = new Set<unknown>(["identify", "alias"]);

/** A property asked of an event that tells traits instead. */
export const propertyOfIdentify: LintRule = {
  code,
  description: "A property is asked of identify or alias, which carry none.",
  check(model) {
    const facts = factsOf(model);
    return placesOf(model).flatMap(({ owner, condition, path }) => {
      const { domains } = solve(condition, path, facts);
      const events = domains.get("event")?.only;
      if (
        events === undefined ||
        events === null ||
        ![...events].every((name) => withoutProperties.has(name))
      )
        return [];
      return [...domains].flatMap(([key, { presence, path: at, what }]) =>
        key.startsWith("property:") && presence === true
          ? {
              path: at,
              severity: "warning" as const,
              code,
              message: `${owner} asks for ${what} of ${[...events].join(" or ")}, a call that carries no properties`,
              fix: 'Ask for the trait instead: {"test": "trait", ...}.',
            }
          : [],
      );
    });
  },
};
