import type { Batch } from "../../shared/schema/batch.ts";
import type { EventSource } from "../../shared/schema/event.ts";
import type { Environment } from "../environment.ts";
import type { LoadedSite } from "../snapshots.ts";

/** A tracking request whose key, origin and envelope have been checked. */
export interface TrackingRequest {
  environment: Environment;
  secret: string;
  site: LoadedSite;
  source: EventSource;
  request: Request;
  batch: Batch;
  receivedAtMs: number;
  /** Signed visitor id of the body or the cookie. */
  token: string | undefined;
  /** False when nothing of the request may be kept. */
  isKept: boolean;
  /** A developer wants everything said, and nothing stored unless all of it is right. */
  isStrict?: boolean;
  /** The webhook of a source: what is no sign of a person makes nobody known. */
  isSource?: boolean;
}
