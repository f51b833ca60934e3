import { describe, expect, it } from "vitest";
import {
  knownEvents,
  renamedEvents,
  serverOnlyEvents,
  snakeCase,
} from "../../../shared/core/lint/names/events.ts";
import { nearMiss } from "../../../shared/core/lint/names/near-miss.ts";
import { builtInPageKinds } from "../../../shared/core/lint/names/page-kinds.ts";
import { unknownEvent } from "../../../shared/core/lint/rules/unknown-event.ts";
import { unknownPageKind } from "../../../shared/core/lint/rules/unknown-page-kind.ts";
import { unknownTrait } from "../../../shared/core/lint/rules/unknown-trait.ts";
import { renamedEvent } from "../../../shared/core/lint/rules/renamed-event.ts";
import { pageKindOf } from "../../../shared/core/index.ts";
import { canonicalName, isServerOnly } from "../../../shared/core/index.ts";
import { eventRule, modelWith, ruleOf } from "./support/model.ts";

describe("what the linter knows of names", () => {
  it("is what the edge does with them", () => {
    for (const name of knownEvents) {
      expect(canonicalName("track", name)).toBe(name);
      expect(serverOnlyEvents.has(name)).toBe(isServerOnly(name));
    }
    for (const name of serverOnlyEvents) expect(knownEvents.has(name)).toBe(true);
    for (const [name, stored] of renamedEvents) expect(canonicalName("track", name)).toBe(stored);
    for (const name of ["Our Own Event", "ourOwnEvent", "our-own event!", "_x_"]) {
      expect(snakeCase(name)).toBe(canonicalName("track", name));
    }
  });

  it("holds every kind of page that has a page of its own name", () => {
    for (const kind of builtInPageKinds) {
      expect(pageKindOf(kind === "home" ? "/" : `/${kind.replaceAll("_", "-")}`)).toBe(kind);
    }
  });
});

describe("a near miss", () => {
  it("is another case or separator, and one letter missing, doubled, wrong or swapped", () => {
    const near = nearMiss(["email", "firstName", "generate_lead"]);
    for (const slip of ["emial", "emal", "emaill", "emajl", "Email", "e-mail"])
      expect(near(slip)).toBe("email");
    for (const slip of ["first_name", "firstname", "fristName"]) expect(near(slip)).toBe("firstName");
    expect(near("generateLead")).toBe("generate_lead");
  });

  it("is not a word of its own", () => {
    const near = nearMiss(["email", "age", "lost"]);
    for (const word of ["emperor", "wage", "page", "x", "colour"]) expect(near(word)).toBeUndefined();
  });
});

describe("an unknown name", () => {
  it("is told once, with the one that was meant", () => {
    const trait = { test: "trait", name: "emial", exists: true } as const;
    const findings = unknownTrait.check(
      modelWith({ rules: [eventRule("one", trait), eventRule("two", trait)] }),
    );
    expect(findings.map(({ path, fix }) => [path, fix])).toEqual([
      ["rules[0].when.name", 'Did you mean "email"? Nothing to do if your site tells "emial" by identify.'],
    ]);
  });

  it("is told of an event inside a count too", () => {
    const [finding] = unknownEvent.check(
      ruleOf({ test: "count", of: { test: "event", is: ["page_view", "page_veiw"] }, atLeast: 1 }),
    );
    expect(finding).toMatchObject({ path: "rules[0].when.of.is", severity: "hint" });
    expect(finding?.fix).toContain('Did you mean "page_view"?');
  });

  it("is a warning when nothing can ever have it: a name of another vendor, a kind of page", () => {
    const [renamed] = renamedEvent.check(ruleOf({ test: "event", is: "Form Submitted" }));
    expect(renamed).toMatchObject({ severity: "warning", fix: 'Write "generate_lead".' });
    const [kind] = unknownPageKind.check(ruleOf({ test: "page_kind", is: "test_drive" }));
    expect(kind?.fix).toContain('Did you mean "demo"?');
  });
});
