import { isRecord, textOf } from "../../worker/json-value.ts";
import type { InputForm, SentEvent } from "./form.ts";

/** What a shop's pixel calls an address that was typed into its pop-up. */
const emailEvent = "email_filled_on_popup";

/**
 * A shop pixel's log: `{"ts", "cid", "type", "url", "ref", "ua", "data"}`. `cid` is the visitor;
 * names go through the same aliases as everybody's.
 */
export const shopLog: InputForm = {
  name: "shop log",
  recognises: (record) => "ts" in record && "cid" in record && "type" in record,
  read: (record) => {
    const visitor = textOf(record["cid"]);
    if (visitor === undefined) return [{ fault: "cid is missing: the event names no visitor" }];
    const name = textOf(record["type"]);
    if (name === undefined) return [{ fault: "type is missing: the event has no name" }];
    return [toSegment(record, visitor, name)];
  },
};

function toSegment(record: Readonly<Record<string, unknown>>, visitor: string, name: string): SentEvent {
  const data = isRecord(record["data"]) ? record["data"] : {};
  const url = textOf(record["url"]);
  const referrer = textOf(record["ref"]);
  const userAgent = textOf(record["ua"]);
  const email = textOf(data["user_email"]);
  const { user_email: _email, ...properties } = data;
  const page = { ...(url !== undefined && { url }), ...(referrer !== undefined && { referrer }) };
  const envelope = {
    anonymousId: visitor,
    timestamp: record["ts"],
    context: {
      page,
      ...(userAgent !== undefined && { userAgent }),
      ...(email !== undefined && name !== emailEvent && { traits: { email } }),
    },
  };
  if (name === emailEvent) {
    return {
      incoming: { ...envelope, type: "identify", traits: email === undefined ? {} : { email } },
      source: "browser",
    };
  }
  if (name === "page_viewed") {
    return {
      incoming: { ...envelope, type: "page", properties: { ...properties, ...page } },
      source: "browser",
    };
  }
  // The pixel calls revenue what GA4 calls value.
  const value = typeof properties["revenue"] === "number" ? { value: properties["revenue"] } : {};
  return {
    incoming: { ...envelope, type: "track", event: name, properties: { ...value, ...properties } },
    source: "browser",
  };
}
