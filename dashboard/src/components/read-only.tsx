import { may } from "../state/settings.ts";
import { site } from "../state/site.ts";
import { Icon } from "./icon.tsx";

/** Says, above what could be changed, that this reader cannot. */
export function ReadOnly() {
  if (site.value.value === null || may("edit")) return null;
  return (
    <p class="stale" role="note">
      <Icon name="info" />
      <span>You can look, and change nothing here: your credential has not the scope “edit”.</span>
    </p>
  );
}
