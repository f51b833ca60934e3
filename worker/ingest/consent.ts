import type { Batch } from "../../shared/schema/batch.ts";
import type { Site } from "../../shared/schema/site.ts";
import { isRecord } from "../json-value.ts";

/**
 * Whether the visitor of a browser's request may be known again. What the page says of the visitor's
 * own answer comes first; then the site's setting; then the browser's signals: Global Privacy Control
 * (https://www.w3.org/TR/gpc/) and Do Not Track.
 *
 * @returns False when nothing of the request may be kept.
 */
export function mayBeKnown({ headers }: Request, site: Site, batch: Batch): boolean {
  const told = batch.context?.["consent"];
  if (typeof told === "boolean") return told;
  switch (site.consent ?? "opt-out") {
    case "opt-in":
      return false;
    case "opt-out":
      return headers.get("sec-gpc") !== "1" && headers.get("dnt") !== "1";
    case "none":
      return true;
  }
}

/** Whether a batch brings the visitor's no, which is the last that is heard under this id. */
export function saysNo(batch: Batch): boolean {
  return batch.batch.some(
    (event) =>
      isRecord(event) &&
      event["event"] === "consent_updated" &&
      isRecord(event["properties"]) &&
      event["properties"]["consent"] === "denied",
  );
}
