import type * as v from "valibot";

export interface SchemaProblem {
  code: "missing_field" | "unknown_field" | "invalid_field";
  /** Path of the field: `batch[0].event`. */
  field: string;
  message: string;
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  let path = "";
  for (const item of issue.path ?? []) {
    const key = item.key;
    path += typeof key === "number" ? `[${key}]` : path === "" ? String(key) : `.${String(key)}`;
  }
  return path;
}

/**
 * Says the first thing that is wrong with an input, with the field that it is about.
 *
 * @param subject What the input is, for a problem with the whole of it: "the event".
 */
export function problemOf(issues: readonly v.BaseIssue<unknown>[], subject: string): SchemaProblem {
  return (
    problemsOf(issues, subject)[0] ?? { code: "invalid_field", field: "", message: `${subject} is not valid` }
  );
}

/** Says everything that is wrong with an input. */
export function problemsOf(issues: readonly v.BaseIssue<unknown>[], subject: string): SchemaProblem[] {
  return issues.map((issue) => {
    const field = pathOf(issue);
    const name = field === "" ? subject : field;
    if (issue.type === "strict_object" && issue.expected === "never") {
      return {
        code: "unknown_field",
        field,
        message: `${name} is not a known field; take it out${subject === "the event" ? ", or put it into properties" : ""}`,
      };
    }
    if (issue.received === "undefined") {
      return { code: "missing_field", field, message: `${name} is missing` };
    }
    const length = issue.message.startsWith("Invalid ") ? lengthWords(issue) : undefined;
    if (length !== undefined) return { code: "invalid_field", field, message: `${name} ${length}` };
    const isOwnWording = issue.kind === "validation" && !issue.message.startsWith("Invalid ");
    const received = issue.received.length > 60 ? `${issue.received.slice(0, 57)}...` : issue.received;
    const message = isOwnWording
      ? `${name} ${issue.message}`
      : `${name} must be ${expectedWords(issue)}, not ${received}`;
    return { code: "invalid_field", field, message };
  });
}

/** What would be right: `"won" or "lost"`, where the library says `("won" | "lost")`. */
function expectedWords({ expected }: v.BaseIssue<unknown>): string {
  if (expected === null) return "valid";
  const choices = expected.replaceAll(/[()]/g, "").split(" | ");
  return [choices.slice(0, -1).join(", "), choices.at(-1)].filter((part) => part !== "").join(" or ");
}

/** Words for a text or list that is too long or too short; undefined for other problems. */
function lengthWords({ type, requirement, received }: v.BaseIssue<unknown>): string | undefined {
  switch (type) {
    case "min_length":
      return requirement === 1
        ? "must not be empty"
        : `has a length of ${received}; at least ${String(requirement)} is needed`;
    case "max_length":
      return `has a length of ${received}; at most ${String(requirement)} is taken`;
    default:
      return undefined;
  }
}
