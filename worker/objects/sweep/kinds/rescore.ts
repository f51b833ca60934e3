import { visitorObject } from "../../../privacy/person.ts";
import { NotYet, type SweepKind } from "../contract.ts";
import { everybody, siteOf } from "./everybody.ts";

/** The lead book follows the published model. Nobody is handed off by it: nothing happened today. */
export const rescore: SweepKind = {
  name: "rescore",
  ...everybody(() => ({})),
  visit: async (visitorId, { environment, siteId, task }) => {
    const scored = await visitorObject(environment, siteId, visitorId).rescore(
      siteId,
      task.modelVersion ?? 0,
    );
    if (scored === "not_yet") throw new NotYet("the published model has not arrived everywhere yet");
    return scored === null ? { isChanged: false } : { isChanged: false, row: JSON.stringify(scored) };
  },
  keep: (rows, context) => siteOf(context).saveLines(rows),
};
