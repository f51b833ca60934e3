import { examplesOfAnswers } from "./answers.ts";
import type { PartExample } from "./example.ts";
import { examplesOfPoints } from "./points.ts";
import { examplesOfStanding } from "./standing.ts";

/** For each section of the reference but the words of an action examples, each with a counter-example. */
export const partExamples: Readonly<Record<string, readonly PartExample[]>> = {
  ...examplesOfPoints,
  ...examplesOfStanding,
  ...examplesOfAnswers,
};
