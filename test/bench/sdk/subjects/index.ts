import { bare } from "./bare.ts";
import { plausible } from "./plausible.ts";
import { posthog } from "./posthog.ts";
import { scoreline } from "./scoreline.ts";
import { segment } from "./segment.ts";
import { snowplow } from "./snowplow.ts";
import type { Subject } from "./subject.ts";
import { umami } from "./umami.ts";

/** Everything that is measured: the page alone, Scoreline, and its peers. */
export async function allSubjects(): Promise<Subject[]> {
  const peers = await Promise.all([umami(), plausible(), snowplow(), segment(), posthog()]);
  return [bare, scoreline(), ...peers];
}
