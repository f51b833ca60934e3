import type { TrackedEvent } from "../../../shared/schema/event.ts";
import { startMs } from "./events.ts";
import type { RandomNumbers } from "../../support/random-numbers.ts";

/** Pages of a dealer's site, with their kinds. */
const pages = [
  ["/", "home"],
  ["/models/aurora", "product"],
  ["/models/comet", "product"],
  ["/finance", "pricing"],
  ["/directions", "directions"],
  ["/careers", "careers"],
  ["/contact", "contact"],
] as const;

/** What a visitor of a dealer does besides looking at pages, with the properties of it. */
const doings: readonly (readonly [name: string, properties: Record<string, unknown>])[] = [
  ["calculate_finance", { model: "Aurora", rate: 249 }],
  ["email_opened", { campaign: "aurora-1" }],
  ["email_link_clicked", { campaign: "aurora-1" }],
  ["chat_started", {}],
  ["generate_lead", { form_id: "offer", model: "Aurora", test_drive: "yes" }],
  ["generate_lead", { form_id: "ask" }],
  ["view_promotion", { promotion_id: "showroom_welcome" }],
  ["promotion_dismissed", { promotion_id: "adviser_call" }],
];

/** Events of somebody at a car dealer's who says who they are and does all there is to do. */
export function dealerVisit(count: number, random: RandomNumbers): TrackedEvent[] {
  return Array.from({ length: count }, (_, index): TrackedEvent => {
    const [path, kind] = random.pick(pages);
    const common = {
      messageId: `m-${index}-${random.below(1e9)}`,
      atMs: startMs + index * 3_600_000,
      source: "browser",
      page: { path, title: "Meridian Motors", kind },
    } as const;
    if (index === 5) {
      return {
        ...common,
        type: "identify",
        name: "identify",
        userId: "customer-4711",
        properties: {},
        traits: {
          email: "ada.kaya@example.com",
          name: "Ada Kaya",
          phone: "+48 123 456 789",
          company: "Kaya",
          tradeIn: "yes",
        },
      };
    }
    if (random.next() < 0.6) return { ...common, type: "page", name: "page_view", properties: {} };
    const [name, properties] = random.pick(doings);
    return { ...common, type: "track", name, properties };
  });
}
