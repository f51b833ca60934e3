import { kindOfKey } from "../../security/identity-key.ts";
import type { Proof, VisitorStorage } from "./storage.ts";

/**
 * What a browser's proof means for the id that it came with:
 * - `stay`: the id has proved it before, or something that goes with it;
 * - `new_id`: the id proved nothing yet. Whoever had put it into this browser may know it, so the
 *   browser gets a new one, and the old one's events come along;
 * - `new_person`: the id has proved to be somebody else. Somebody else uses this browser now;
 * - `nothing`: a link to another mailbox than the one that was proved, such as a forwarded mail.
 */
export type ProofPlan = "stay" | "new_id" | "new_person" | "nothing";

/** Something that a browser's request proves. */
export type OfferedProof = Pick<Proof, "key" | "by">;

/**
 * What the proofs that a browser offers mean for a visitor.
 *
 * @param tried What the visitor has proved before, or tried to with a link that was passed on.
 */
export function planFor(
  tried: ReturnType<VisitorStorage["proofs"]>,
  offered: readonly OfferedProof[],
): ProofPlan {
  if (offered.some(({ key }) => tried.some((known) => known.key === key))) return "stay";
  const proved = tried.filter(({ state }) => state !== "spent");
  if (proved.length === 0) return "new_id";
  const isOther = offered.some(({ key }) => proved.some((known) => kindOfKey(known.key) === kindOfKey(key)));
  if (!isOther) return "stay";
  return offered.some(({ by }) => by.by === "token") ? "new_person" : "nothing";
}
