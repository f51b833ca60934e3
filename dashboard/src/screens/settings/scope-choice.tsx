import type { Scope } from "../../../../shared/schema/admin.ts";
import { scopeMeanings, scopes } from "../../../../shared/schema/choices.ts";
import { may } from "../../state/settings.ts";

/** Which scopes to give. Those that the reader has not, they cannot give. */
export function ScopeChoice({
  chosen,
  choose,
}: {
  chosen: readonly Scope[];
  choose: (scopes: Scope[]) => void;
}) {
  return (
    <fieldset class="scope-choice">
      <legend>May</legend>
      {scopes.map((scope) => (
        <label key={scope}>
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            disabled={!may(scope)}
            onChange={({ currentTarget: { checked } }) =>
              choose(checked ? [...chosen, scope] : chosen.filter((each) => each !== scope))
            }
          />
          <span>
            <strong>{scope}</strong> <span class="muted">{scopeMeanings[scope]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The scopes of somebody, as tags. */
export function ScopeTags({ of }: { of: readonly Scope[] }) {
  return (
    <span class="scope-tags">
      {of.map((scope) => (
        <span class="tag" key={scope}>
          {scope}
        </span>
      ))}
    </span>
  );
}
