import type { Actor } from "../../../shared/schema/admin.ts";

/** Who did something, by name. */
export function describeActor(actor: Actor): string {
  switch (actor.kind) {
    case "token":
      return actor.name;
    case "member":
      return actor.email;
    case "root":
      return "Root token";
    case "retention":
      return "Retention";
  }
}
