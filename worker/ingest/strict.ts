import * as v from "valibot";
import { canonicalName } from "../../shared/core/index.ts";
import { knownEvents, renamedEvents } from "../../shared/core/lint/names/events.ts";
import { nearMiss } from "../../shared/core/lint/names/near-miss.ts";
import type { EventProblem } from "../../shared/schema/batch.ts";
import { IncomingEventSchema } from "../../shared/schema/event.ts";
import type { Model } from "../../shared/schema/model.ts";
import { isRecord } from "../json-value.ts";
import { Problem } from "../problem.ts";
import { problemsOf } from "../schema-problem.ts";
import { normaliseIdentity, type IdentityKind } from "./identity-value.ts";
import { normaliseEvent, type NormaliseContext } from "./normalise.ts";

type Flaw = Omit<EventProblem, "index">;

/** Properties that are amounts, counts or measures in GA4's and Segment's specifications. */
const numbers = new Set(
  "discount engaged_seconds item_price percent_scrolled price quantity revenue shipping subtotal tax total value".split(
    " ",
  ),
);

/** What is known of a model's names, made once: a model is immutable. */
interface ModelNames {
  /** Names of events that it asks for. */
  own: ReadonlySet<string>;
  nearMiss: (name: string) => string | undefined;
}

const namesOfModel = new WeakMap<Model, ModelNames>();

function namesOf(model: Model): ModelNames {
  const found = namesOfModel.get(model);
  if (found !== undefined) return found;
  const own = new Set<string>();
  const stack: unknown[] = [model];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (typeof item !== "object" || item === null) continue;
    if (isRecord(item) && item["test"] === "event") {
      for (const name of [item["is"]].flat()) if (typeof name === "string") own.add(name);
    }
    stack.push(...Object.values(item).filter((child) => child !== undefined));
  }
  const names = { own, nearMiss: nearMiss([...own, ...knownEvents, ...renamedEvents.keys()]) };
  namesOfModel.set(model, names);
  return names;
}

/** What an event says of itself, whether the rest of it can be read or not. */
interface Said {
  type?: unknown;
  event?: unknown;
  userId?: unknown;
  properties: Readonly<Record<string, unknown>>;
  traits: Readonly<Record<string, unknown>>;
}

function saidBy(input: unknown): Said {
  const { properties, traits, ...said } = isRecord(input) ? input : {};
  return {
    ...said,
    properties: isRecord(properties) ? properties : {},
    traits: isRecord(traits) ? traits : {},
  };
}

function nameFlaw({ type, event }: Said, model: Model): Flaw | undefined {
  if (type !== "track" || typeof event !== "string") return undefined;
  const name = canonicalName(type, event);
  const names = namesOf(model);
  if (knownEvents.has(name) || names.own.has(name)) return undefined;
  const meant = names.nearMiss(name);
  if (meant === undefined) return undefined;
  const message = `event "${event}" is not known here; did you mean ${meant}? A name of your own is taken once a rule of the model asks for it`;
  return { code: "unknown_event", field: "event", message };
}

function typeFlaws(properties: Readonly<Record<string, unknown>>): Flaw[] {
  const flaws: Flaw[] = [];
  for (const [name, value] of Object.entries(properties)) {
    const field = `properties.${name}`;
    if (numbers.has(name) && value !== null && typeof value !== "number") {
      const message = `${field} must be a number, not ${JSON.stringify(value).slice(0, 60)}: send 49.9, without currency or quotation marks`;
      flaws.push({ code: "invalid_field", field, message });
    }
    if (name === "currency" && !(typeof value === "string" && /^[A-Z]{3}$/.test(value))) {
      const message = `${field} must be three capital letters of ISO 4217, such as EUR`;
      flaws.push({ code: "invalid_field", field, message });
    }
  }
  return flaws;
}

function identityFlaws({ userId, properties, traits }: Said): Flaw[] {
  const told: [IdentityKind, string, unknown][] = [
    ["user_id", "userId", userId],
    ["email", "properties.email", properties["email"]],
    ["email", "traits.email", traits["email"]],
    ["phone", "traits.phone", traits["phone"]],
  ];
  return told
    .filter(
      ([kind, , value]) =>
        value !== undefined && value !== null && normaliseIdentity(kind, value) === undefined,
    )
    .map(([kind, field, value]) => ({
      code: "invalid_field",
      field,
      message: `${field} ${JSON.stringify(value)?.slice(0, 60)} names nobody: leave it out until ${kind === "user_id" ? "somebody is logged in" : `the ${kind} is known`}`,
    }));
}

/** Why an event is not taken, or what of it would be mended. */
function envelopeFlaws(input: unknown, context: NormaliseContext): Flaw[] {
  const normalised = normaliseEvent(input, { ...context, isStrict: true });
  // Said in more words by `identityFlaws`, and of values too that a page's event may have.
  if ("warnings" in normalised) return normalised.warnings.filter(({ code }) => code !== "illegal_id");
  const { issues = [] } = v.safeParse(IncomingEventSchema, input);
  return [normalised.problem, ...problemsOf(issues, "the event")];
}

/** Everything that is wrong with one event, each field once. */
function flawsOf(input: unknown, context: NormaliseContext, model: Model): Flaw[] {
  const said = saidBy(input);
  const flaws = [
    ...envelopeFlaws(input, context),
    ...typeFlaws(said.properties),
    ...identityFlaws(said),
    nameFlaw(said, model),
  ].filter((flaw) => flaw !== undefined);
  return flaws.filter(({ field }, index) => flaws.findIndex((other) => other.field === field) === index);
}

/**
 * Says everything that a developer would want to know of a batch: fields that are not known, names
 * that look mistyped, wrong types, ids that name nobody, times that had to be mended.
 *
 * @throws {Problem} 422 with each flaw in `problems`; the first one is the message.
 */
export function requireFlawless(events: readonly unknown[], context: NormaliseContext, model: Model): void {
  const problems: EventProblem[] = [];
  for (const [index, input] of events.entries())
    problems.push(...flawsOf(input, context, model).map((flaw) => ({ index, ...flaw })));
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more in problems` : "";
  throw new Problem(422, first.code, `nothing was stored: event ${first.index}: ${first.message}${more}`, {
    field: `batch[${first.index}]${first.field === undefined ? "" : `.${first.field}`}`,
    problems,
  });
}
