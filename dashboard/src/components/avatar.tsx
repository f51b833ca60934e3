import type { LeadSummary } from "../../../shared/schema/visitor.ts";
import { hueOf, initials } from "../words/people.ts";
import { Icon } from "./icon.tsx";

/** Number of colours in `styles/tokens.css`. */
const hues = 6;

/** Initials on a colour that stays with the lead; an outline of a person for somebody who is not known. */
export function Avatar({ lead, size = "small" }: { lead: LeadSummary; size?: "small" | "large" }) {
  const letters = initials(lead);
  const look = letters === "" ? "is-anonymous" : `hue-${hueOf(lead.id, hues)}`;
  return (
    <span class={`avatar avatar-${size} ${look}`} aria-hidden="true">
      {letters === "" ? <Icon name="person" size={size === "large" ? 24 : 16} /> : letters}
    </span>
  );
}
