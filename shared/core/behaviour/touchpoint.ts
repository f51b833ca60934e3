import type { TrackedEvent } from "../../schema/event.ts";

/** Ways of touching, by the beginning of an event's name; asked in this order. */
const byName: readonly (readonly [start: string, touchpoint: string])[] = [
  ["generate_lead", "form"],
  ["form_", "form"],
  ["email_", "email"],
  ["chat_", "chat"],
  ["call_", "phone"],
  ["phone_", "phone"],
  ["share", "social"],
  ["social_", "social"],
];

/**
 * Where an event touched the visitor: form, email, chat, phone, social, ad, or the site itself. A page
 * view counts for what brought it.
 */
export function touchpointOf(event: TrackedEvent): string | undefined {
  const named = byName.find(([start]) => event.name.startsWith(start));
  if (named !== undefined) return named[1];
  if (event.name !== "page_view") return undefined;
  switch (event.visit?.referrer?.class) {
    case "social":
      return "social";
    case "email":
      return "email";
    case "paid":
      return "ad";
    default:
      return "site";
  }
}
