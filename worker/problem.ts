import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorAnswer, EventProblem } from "../shared/schema/batch.ts";

/** Something to tell the caller: thrown anywhere in a request, answered in one place. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly field: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly problems: readonly EventProblem[] | undefined;

  /**
   * @param message What was wrong, where, and what to do. Never a stack, a path on disk or a query.
   */
  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    options: { field?: string; headers?: Record<string, string>; problems?: readonly EventProblem[] } = {},
  ) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.field = options.field;
    this.headers = options.headers ?? {};
    this.problems = options.problems;
  }
}

/** The one shape of an error answer. */
export function errorAnswer(problem: Problem, requestId: string): ErrorAnswer {
  return {
    error: {
      code: problem.code,
      message: problem.message,
      ...(problem.field !== undefined && { field: problem.field }),
      requestId,
      ...(problem.problems !== undefined && { problems: [...problem.problems] }),
    },
  };
}
