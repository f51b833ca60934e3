import { isRecord } from "../../worker/json-value.ts";
import type { InputForm } from "./form.ts";

/** One event in Segment's form: what an archive of Segment or RudderStack holds. */
export const segmentEvent: InputForm = {
  name: "segment event",
  recognises: (record) => typeof record["type"] === "string" && !("batch" in record),
  read: (record) => [{ incoming: record }],
};

/** A whole batch as it is sent to `POST /v1/batch`. */
export const segmentBatch: InputForm = {
  name: "segment batch",
  recognises: (record) => Array.isArray(record["batch"]),
  read: (record) => {
    const batch = record["batch"] as unknown[];
    const batchContext = isRecord(record["context"]) ? record["context"] : undefined;
    const shared = {
      ...(record["sentAt"] !== undefined && { sentAt: record["sentAt"] }),
      ...(record["receivedAt"] !== undefined && { receivedAt: record["receivedAt"] }),
    };
    return batch.map((event, index) =>
      isRecord(event)
        ? { incoming: { ...shared, ...event }, ...(batchContext !== undefined && { batchContext }) }
        : { fault: `batch[${index}] is no object` },
    );
  },
};
