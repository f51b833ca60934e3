import { stageLabel, stageTone } from "../state/site.ts";

/** A stage by name, in the colour of its place on the way. */
export function StagePill({ stage }: { stage: string }) {
  return (
    <span class={`pill tone-${stageTone(stage)}`}>
      <span class="pill-dot" />
      <bdi class="truncate">{stageLabel(stage)}</bdi>
    </span>
  );
}
