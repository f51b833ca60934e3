import type { Environment } from "../environment.ts";
import type { Proof } from "../objects/visitor/storage.ts";
import { hmac128 } from "../security/digest.ts";
import type { OfferedProof } from "./proofs.ts";

/** Visitor id that a browser gets when it proves an identity: always the same, so that a proof that is sent again leads to one visitor. */
export async function rotatedVisitor(
  secret: string,
  siteId: string,
  visitorId: string,
  key: string,
): Promise<string> {
  return hmac128(secret, `rotated|${siteId}|${visitorId}|${key}`);
}

/** Under which id a browser's request goes on, and what it proves there. */
export interface Rotation {
  visitorId: string;
  proofs: Proof[];
}

/**
 * Finds the visitor id for a browser that has proved who uses it. An id that has proved nothing yet
 * may be known to somebody else, who could have put it into the browser; so the proof goes to a new
 * one, and the old one's events come along, without learning anything of what comes.
 */
export async function rotate(
  environment: Environment,
  secret: string,
  siteId: string,
  visitorId: string,
  offered: readonly OfferedProof[],
): Promise<Rotation> {
  const [first] = offered;
  if (first === undefined) return { visitorId, proofs: [] };
  const { VISITOR } = environment;
  const plan = await VISITOR.get(VISITOR.idFromName(`${siteId}:${visitorId}`)).plan([...offered]);
  const withFormer = (former: string | null) => offered.map(({ key, by }) => ({ key, by, former }));
  switch (plan) {
    case "nothing":
      return { visitorId, proofs: [] };
    case "stay":
      return { visitorId, proofs: withFormer(null) };
    case "new_id":
    case "new_person":
      return {
        visitorId: await rotatedVisitor(secret, siteId, visitorId, first.key),
        proofs: withFormer(plan === "new_id" ? visitorId : null),
      };
  }
}
