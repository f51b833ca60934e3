import type { ActionsModule } from "./actions/index.ts";
import type { CompatModule } from "./compat/index.ts";
import type { CaptureModule } from "./capture/index.ts";
import type { DebugModule } from "./debug/index.ts";
import type { ExternalModule } from "./external/index.ts";
import type { PreviewModule } from "./preview/index.ts";

/** The files that are fetched only when they are needed, by name, with what each of them gives. */
export interface Chunks {
  actions: ActionsModule;
  capture: CaptureModule;
  compat: CompatModule;
  debug: DebugModule;
  external: ExternalModule;
  preview: PreviewModule;
}

/** Fetches a chunk and uses it; never rejects: it gives nothing where the chunk does not come, or its use fails. */
export type LoadChunk = <Name extends keyof Chunks, Result>(
  name: Name,
  use: (module: Chunks[Name]) => Result,
) => Promise<Result | void>;
