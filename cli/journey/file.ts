import * as v from "valibot";
import { JourneysSchema, type Journey } from "../../shared/schema/journey.ts";
import { problemsOf } from "../../worker/schema-problem.ts";
import { Failure } from "../failure.ts";
import { readJson } from "../json-file.ts";

/**
 * Reads a file of journeys.
 *
 * @throws {Failure} With the first problem and its place.
 */
export async function readJourneys(file: string): Promise<Journey[]> {
  const parsed = v.safeParse(JourneysSchema, await readJson(file));
  if (parsed.success) return parsed.output.journeys;
  const problems = problemsOf(parsed.issues, "the file");
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  throw new Failure(`${file} holds no journeys: ${problems[0]?.message ?? "it is not valid"}${more}`);
}
