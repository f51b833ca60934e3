import type { Actor, Scope } from "../../../shared/schema/admin.ts";
import type { Site } from "../../../shared/schema/site.ts";
import type { Stage } from "../../../shared/schema/stage.ts";
import type { Texts } from "../../../shared/schema/texts.ts";
import { ask } from "./client.ts";

/** A score with its bounds; `max` is missing when the score has no upper bound. */
export interface ScoreOverview {
  id: string;
  label: Texts;
  min?: number | null;
  max?: number | null;
}

/** What the dashboard needs to know about a site and its published model. */
export interface SiteOverview {
  site: Site;
  model: { version: number; id: string; name: string; publishedAtMs: number };
  scores: ScoreOverview[];
  total: { min: number; max: number };
  stages: Pick<Stage, "id" | "label" | "definition" | "threshold">[];
  mode: "local" | "production";
  /** Who the reader is here, and what they may do. */
  you: { actor: Actor; scopes: Scope[] };
}

/** The site that the token belongs to. */
export function getSite(signal?: AbortSignal): Promise<SiteOverview> {
  return ask<SiteOverview>("/site", signal ? { signal } : {});
}
