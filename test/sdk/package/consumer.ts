// A site's own code, compiled against the package as it is published. It is never run.
import { createClient } from "scoreline";
import { Slot, useDecision } from "scoreline/react";
import { Slot as VueSlot, useDecision as useVueDecision } from "scoreline/vue";

declare module "scoreline" {
  interface Events {
    calculate_finance: { model: string; months: number };
  }
}

const client = createClient({ site: "pub_1", endpoint: "https://score.example.com", consent: "opt-in" });

client.track("calculate_finance", { model: "Aurora", months: 48 });
// @ts-expect-error -- months is a number
client.track("calculate_finance", { model: "Aurora", months: "48" });
// @ts-expect-error -- a purchase names its transaction
client.track("purchase", { value: 1 });
client.track("a_name_of_nobody", { any: { thing: [1] } });
client.identify({ email: "jane@example.com" });
client.setConsent("granted");
client.on("decision", ({ stage, actions }) => console.log(stage, actions[0]?.title));
// @ts-expect-error -- there is no such event
client.on("decisions", () => undefined);

export const stage = () => useDecision(client)?.stage;
export const vueStage = () => useVueDecision(client).value?.stage;
export const slot = Slot({ name: "hero_offer", className: "wide" });
export const vueSlot = VueSlot;
