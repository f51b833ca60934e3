import { DurableObject } from "cloudflare:workers";
import type { Environment } from "../../environment.ts";

/**
 * Knows which visitor an e-mail address, phone number or user id belongs to. One object per site and
 * hashed value; its name is the hash, so nothing personal is stored here.
 */
export class IdentityObject extends DurableObject<Environment> {
  /** The visitor this belongs to; the first claim binds, and claiming again changes nothing. */
  async claim(visitorId: string): Promise<{ visitorId: string }> {
    const owner = this.ctx.storage.kv.get<string>("visitor");
    if (owner !== undefined) return { visitorId: owner };
    this.ctx.storage.kv.put("visitor", visitorId);
    return { visitorId };
  }
}
