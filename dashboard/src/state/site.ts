import { computed } from "@preact/signals";
import { getSite } from "../api/site.ts";
import { humanise } from "../words/events.ts";
import { readTexts } from "../words/language.ts";
import { makeResource } from "./resource.ts";

/** The site, its stages and scores. */
export const site = makeResource<Awaited<ReturnType<typeof getSite>>>();

/** Fetches the site. */
export function loadSite(): Promise<void> {
  return site.load(getSite);
}

/** Number of colours that stages share; see `styles/tokens.css`. */
const stageTones = 6;

const stagePlaces = computed(
  () => new Map(site.value.value?.stages.map((stage, place) => [stage.id, place] as const)),
);

/** Place of a stage in the order of the model, from 0; -1 for one that the model no longer has. */
export function stagePlace(id: string): number {
  return stagePlaces.value.get(id) ?? -1;
}

/** Number of a stage's colour: the first stage has the calmest one, the last one the strongest. */
export function stageTone(id: string): number {
  const place = stagePlace(id);
  const last = stagePlaces.value.size - 1;
  if (place <= 0 || last <= 0) return 0;
  return last < stageTones ? place : Math.max(1, Math.round((place / last) * (stageTones - 1)));
}

/** What people call a stage. */
export function stageLabel(id: string): string {
  const stage = site.value.value?.stages[stagePlace(id)];
  return readTexts(stage?.label) || humanise(id);
}

/** What people call a score. */
export function scoreLabel(id: string): string {
  return readTexts(site.value.value?.scores.find((score) => score.id === id)?.label) || humanise(id);
}

/** Bounds of the total; 0 to 100 until the site is known. */
export const totalBounds = computed(() => site.value.value?.total ?? { min: 0, max: 100 });
