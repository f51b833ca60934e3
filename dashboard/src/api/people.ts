import type { Lead } from "../../../shared/schema/visitor.ts";
import { ask } from "./client.ts";

const of = (id: string, what: string) => `/leads/${encodeURIComponent(id)}/${what}`;

/** Makes another lead one with this one. */
export function mergeLead(id: string, other: string): Promise<Lead> {
  return ask<Lead>(of(id, "merge"), { method: "POST", body: { with: other } });
}

/** Gives a device back what it did: a lead of its own again. */
export function unmergeDevice(id: string, device: string): Promise<Lead> {
  return ask<Lead>(of(id, "unmerge"), { method: "POST", body: { device } });
}

/** Says that another lead is somebody else. */
export function dismissDuplicate(id: string, other: string): Promise<Lead> {
  return ask<Lead>(of(id, "dismiss"), { method: "POST", body: { with: other } });
}
