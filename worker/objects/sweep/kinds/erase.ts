import type { Person } from "../../../../shared/schema/privacy.ts";
import { erasePerson } from "../../../privacy/erase-person.ts";
import { findPerson } from "../../../privacy/person.ts";
import type { SweepKind } from "../contract.ts";
import { everybody } from "./everybody.ts";

const segment = everybody(({ task }) => (task.kind === "erase" ? (task.segment ?? {}) : {}));

/** People, by their names or by what they have in common. */
export const erase: SweepKind = {
  name: "erase",
  count: async (context) => {
    const { task } = context;
    return task.kind === "erase" && task.people !== undefined ? task.people.length : segment.count(context);
  },
  page: async (context, cursor, limit) => {
    const { task } = context;
    if (task.kind !== "erase" || task.people === undefined) return segment.page(context, cursor, limit);
    const from = Number(cursor ?? 0);
    const items = task.people.slice(from, from + limit).map((person) => JSON.stringify(person));
    return { items, nextCursor: from + limit < task.people.length ? String(from + limit) : null };
  },
  visit: async (item, { environment, siteId, task }) => {
    // Somebody who was erased meanwhile, by this job or otherwise.
    if (item === "{}") return { isChanged: false };
    const person = item.startsWith("{") ? (JSON.parse(item) as Person) : { leadId: item };
    const found = await findPerson(environment, siteId, person);
    if (typeof found === "string") return { isChanged: false };
    const reason = { why: "request" as const, actor: task.actor ?? { kind: "root" as const } };
    return { isChanged: (await erasePerson(environment, siteId, found.leadId, reason)) !== null };
  },
};
