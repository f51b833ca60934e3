import { formatNumber } from "./numbers.ts";

/** Kinds of event, for icons. */
export type EventKind =
  | "page"
  | "form"
  | "person"
  | "mail"
  | "chat"
  | "promotion"
  | "cart"
  | "download"
  | "video"
  | "search"
  | "engagement"
  | "phone"
  | "place"
  | "event";

type Properties = Readonly<Record<string, unknown>>;

interface Wording {
  kind: EventKind;
  text: string;
  /** Properties of which the first that is there completes the sentence. */
  with?: string[];
}

const wordings: Record<string, Wording> = {
  screen_view: { kind: "page", text: "Viewed a screen", with: ["name", "screen_name"] },
  identify: { kind: "person", text: "Told who they are" },
  group: { kind: "person", text: "Was linked to a company" },
  alias: { kind: "person", text: "Was linked to another id" },
  generate_lead: { kind: "form", text: "Sent a lead form", with: ["model", "form_name", "form"] },
  form_start: { kind: "form", text: "Began a form", with: ["form_name", "form_id"] },
  form_submit: { kind: "form", text: "Sent a form", with: ["form_name", "form_id"] },
  form_abandon: { kind: "form", text: "Left a form unfinished", with: ["form_name", "form_id"] },
  sign_up: { kind: "person", text: "Signed up", with: ["method"] },
  login: { kind: "person", text: "Logged in", with: ["method"] },
  newsletter_signup: { kind: "mail", text: "Subscribed to the newsletter" },
  email_delivered: { kind: "mail", text: "Received an e-mail", with: ["subject", "campaign"] },
  email_open: { kind: "mail", text: "Opened an e-mail", with: ["subject", "campaign"] },
  email_click: { kind: "mail", text: "Clicked in an e-mail", with: ["subject", "campaign"] },
  email_reply: { kind: "mail", text: "Replied to an e-mail", with: ["subject"] },
  email_bounce: { kind: "mail", text: "E-mail bounced", with: ["subject"] },
  email_unsubscribe: { kind: "mail", text: "Unsubscribed from e-mail" },
  email_spam_report: { kind: "mail", text: "Reported an e-mail as spam" },
  chat_start: { kind: "chat", text: "Started a chat" },
  chat_message: { kind: "chat", text: "Wrote in the chat" },
  chat_end: { kind: "chat", text: "Ended a chat" },
  view_promotion: {
    kind: "promotion",
    text: "Saw a promotion",
    with: ["promotion_name", "promotion_id", "action"],
  },
  promotion_withheld: {
    kind: "promotion",
    text: "Held out of a promotion",
    with: ["promotion_id"],
  },
  select_promotion: {
    kind: "promotion",
    text: "Clicked a promotion",
    with: ["promotion_name", "promotion_id", "action"],
  },
  promotion_dismissed: {
    kind: "promotion",
    text: "Closed a promotion",
    with: ["promotion_name", "promotion_id", "action"],
  },
  view_item: { kind: "cart", text: "Looked at a product", with: ["item_name", "name", "model"] },
  view_item_list: { kind: "cart", text: "Looked at a product list", with: ["item_list_name"] },
  select_item: { kind: "cart", text: "Chose a product", with: ["item_name", "name"] },
  add_to_cart: { kind: "cart", text: "Added to the cart", with: ["item_name", "name"] },
  remove_from_cart: { kind: "cart", text: "Removed from the cart", with: ["item_name", "name"] },
  add_to_wishlist: { kind: "cart", text: "Added to the wish list", with: ["item_name", "name"] },
  view_cart: { kind: "cart", text: "Looked at the cart" },
  calculate_finance: { kind: "cart", text: "Calculated the financing", with: ["model"] },
  begin_checkout: { kind: "cart", text: "Began the checkout" },
  purchase: { kind: "cart", text: "Bought", with: ["item_name", "transaction_id"] },
  refund: { kind: "cart", text: "Was refunded", with: ["transaction_id"] },
  file_download: { kind: "download", text: "Downloaded a file", with: ["file_name", "link_text"] },
  video_start: { kind: "video", text: "Started a video", with: ["video_title"] },
  video_progress: { kind: "video", text: "Watched a video", with: ["video_title"] },
  video_complete: { kind: "video", text: "Finished a video", with: ["video_title"] },
  search: { kind: "search", text: "Searched", with: ["search_term"] },
  view_search_results: { kind: "search", text: "Searched", with: ["search_term"] },
  click: { kind: "engagement", text: "Clicked a link", with: ["link_text", "link_domain", "link_url"] },
  share: { kind: "engagement", text: "Shared", with: ["item_id", "method"] },
  phone_click: { kind: "phone", text: "Tapped the phone number" },
  call: { kind: "phone", text: "Called" },
  get_directions: { kind: "place", text: "Asked for directions" },
  qualify_lead: { kind: "person", text: "Was qualified" },
  disqualify_lead: { kind: "person", text: "Was disqualified" },
  working_lead: { kind: "person", text: "Sales is in touch" },
  close_convert_lead: { kind: "person", text: "Became a customer" },
  close_unconvert_lead: { kind: "person", text: "Was lost" },
  meeting_booked: { kind: "form", text: "Booked a meeting", with: ["meeting_name", "starts_at"] },
  meeting_rescheduled: { kind: "form", text: "Moved a meeting", with: ["meeting_name", "starts_at"] },
  meeting_cancelled: { kind: "form", text: "Cancelled a meeting", with: ["meeting_name", "reason"] },
};

/** Other spellings of the same event. */
const spellings: Record<string, string> = {
  email_opened: "email_open",
  email_clicked: "email_click",
  email_link_clicked: "email_click",
  email_bounced: "email_bounce",
  email_unsubscribed: "email_unsubscribe",
  email_replied: "email_reply",
  email_marked_as_spam: "email_spam_report",
  unsubscribe: "email_unsubscribe",
  chat_started: "chat_start",
  chat_open: "chat_start",
  phone_call: "call",
};

const kindsByBeginning: [string, EventKind][] = [
  ["page", "page"],
  ["screen", "page"],
  ["form", "form"],
  ["survey", "form"],
  ["email", "mail"],
  ["newsletter", "mail"],
  ["chat", "chat"],
  ["promotion", "promotion"],
  ["video", "video"],
  ["search", "search"],
  ["download", "download"],
  ["cart", "cart"],
  ["checkout", "cart"],
  ["phone", "phone"],
  ["call", "phone"],
  ["scroll", "engagement"],
];

function wordingOf(name: string): Wording | undefined {
  const known = Object.hasOwn(spellings, name) ? spellings[name] : name;
  return known !== undefined && Object.hasOwn(wordings, known) ? wordings[known] : undefined;
}

function asText(value: unknown): string | null {
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  return typeof value === "number" ? formatNumber(value) : null;
}

/** The kind of an event, by its name. */
export function eventKind(name: string): EventKind {
  if (name === "page_view") return "page";
  if (name === "user_engagement" || name === "scroll") return "engagement";
  return (
    wordingOf(name)?.kind ??
    kindsByBeginning.find(([beginning]) => name.startsWith(beginning))?.[1] ??
    "event"
  );
}

/** Any name as words: `test_drive_booked` is "Test drive booked". */
export function humanise(name: string): string {
  const words = name.replace(/[_-]+/g, " ").trim();
  return words === "" ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the visitor did, in a sentence without its subject: "Viewed /directions". */
export function describeEvent(
  name: string,
  path: string | null,
  title: string | null,
  properties: Properties,
): string {
  if (name === "page_view") return `Viewed ${title?.trim() || path || "a page"}`;
  if (name === "scroll") {
    const percent = asText(properties["percent_scrolled"] ?? properties["percent"]);
    return percent === null ? "Scrolled the page" : `Scrolled ${percent}% of the page`;
  }
  if (name === "user_engagement") {
    const ms = properties["engagement_time_msec"];
    return typeof ms === "number" && ms >= 1000
      ? `Stayed ${formatNumber(Math.round(ms / 1000))} s`
      : "Stayed on the page";
  }
  const wording = wordingOf(name);
  if (wording === undefined) return humanise(name);
  for (const property of wording.with ?? []) {
    const value = Object.hasOwn(properties, property) ? asText(properties[property]) : null;
    // An action's id is all that a page tells of it.
    if (value !== null) return `${wording.text}: ${wording.kind === "promotion" ? humanise(value) : value}`;
  }
  return wording.text;
}

/** The last activity of a lead, for the list. */
export function describeActivity(name: string | null, path: string | null): string {
  if (name === null) return "No activity yet";
  const text = describeEvent(name, path, null, {});
  return name === "page_view" || path === null || path === "/" ? text : `${text} on ${path}`;
}
