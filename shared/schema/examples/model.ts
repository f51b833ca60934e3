import type { Model } from "../model.ts";

/** The model in which every example stands. */
export const exampleModel: Model = {
  name: "Example",
  timeZone: "Europe/Istanbul",
  scores: [
    { id: "engagement", label: "Engagement" },
    { id: "fit", label: "Fit" },
  ],
  segments: [
    {
      id: "enterprise",
      label: "Large companies",
      while: { test: "trait", name: "employees", atLeast: 500 },
    },
  ],
  disqualifications: [
    {
      id: "competitor",
      label: "Works for a competitor",
      while: { test: "trait", name: "email", contains: "@rival.example" },
    },
  ],
  rules: [
    {
      id: "form",
      type: "event",
      label: "Asked to be called",
      score: "engagement",
      points: 30,
      when: { test: "event", is: "generate_lead" },
    },
    {
      id: "company_size",
      type: "state",
      label: "Works at a large company",
      score: "fit",
      points: 20,
      while: { test: "trait", name: "employees", atLeast: 500 },
    },
  ],
  stages: [
    { id: "visitor", label: "Visitor" },
    { id: "lead", label: "Lead", entry: { test: "identity", is: "known" } },
    { id: "mql", label: "Marketing qualified", threshold: { atLeast: 30 } },
  ],
};
