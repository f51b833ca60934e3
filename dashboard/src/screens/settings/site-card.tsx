import { useSignal } from "@preact/signals";
import { limits } from "../../../../shared/limits.ts";
import { changeSite } from "../../api/settings.ts";
import { change, may } from "../../state/settings.ts";
import { loadSite, site } from "../../state/site.ts";
import { Card } from "./card.tsx";

const consentWords = {
  "opt-out": "Known until they say no (opt-out)",
  "opt-in": "Known after they say yes (opt-in)",
  none: "No question is asked",
} as const;
type Consent = keyof typeof consentWords;

/** Name, origins and what the browser is told. */
export function SiteCard() {
  const settings = site.value.value?.site;
  const name = useSignal<string | null>(null);
  const origins = useSignal<string | null>(null);
  const requiresOrigin = useSignal<boolean | null>(null);
  const consent = useSignal<Consent | null>(null);
  const leadUrl = useSignal<string | null>(null);
  const showsScores = useSignal<boolean | null>(null);
  const retention = useSignal<string | null>(null);
  const isSaved = useSignal(false);
  if (settings === undefined) return null;
  const fields = [name, origins, requiresOrigin, consent, leadUrl, showsScores, retention];
  const isChanged = fields.some((field) => field.value !== null);

  const save = async (): Promise<void> => {
    const asked = {
      ...(name.value !== null && { name: name.value.trim() }),
      ...(origins.value !== null && { origins: origins.value.split(/\s+/).filter((line) => line !== "") }),
      ...(requiresOrigin.value !== null && { requireOrigin: requiresOrigin.value }),
      ...(consent.value !== null && { consent: consent.value }),
      ...(leadUrl.value !== null && { leadUrl: leadUrl.value.trim() }),
      ...(showsScores.value !== null && { showScores: showsScores.value }),
      ...(retention.value !== null && {
        retentionDays: retention.value === "" ? null : Number(retention.value),
      }),
    };
    isSaved.value = await change("site", async () => {
      await changeSite(asked);
      await loadSite();
      for (const field of fields) field.value = null;
    });
  };

  return (
    <Card id="site" title="Site" words="What is changed here holds everywhere within about a minute.">
      <form
        class="settings-form"
        onInput={() => {
          isSaved.value = false;
        }}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label for="site-name">Name</label>
        <input
          id="site-name"
          class="field"
          required
          maxLength={120}
          value={name.value ?? settings.name}
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value;
          }}
        />
        <label for="site-origins">Origins whose pages may use the write key, one a line</label>
        <textarea
          id="site-origins"
          class="field mono"
          rows={4}
          spellcheck={false}
          aria-describedby="site-origins-help"
          value={origins.value ?? settings.origins.join("\n")}
          onInput={({ currentTarget }) => {
            origins.value = currentTarget.value;
          }}
        />
        <p class="card-text" id="site-origins-help">
          <code>https://example.com</code>, <code>https://*.example.com</code> for what is below it. A page
          anywhere else is refused.
        </p>
        <label class="settings-check">
          <input
            type="checkbox"
            checked={requiresOrigin.value ?? settings.requireOrigin ?? false}
            onChange={({ currentTarget }) => {
              requiresOrigin.value = currentTarget.checked;
            }}
          />
          <span>
            Refuse the write key without an origin too{" "}
            <span class="muted">browsers always send one; apps and servers then need the secret key</span>
          </span>
        </label>
        <label for="site-consent">Visitors are</label>
        <select
          id="site-consent"
          class="field"
          value={consent.value ?? settings.consent ?? "opt-out"}
          onChange={({ currentTarget }) => {
            consent.value = currentTarget.value as Consent;
          }}
        >
          {Object.entries(consentWords).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
        <label for="site-retention">Days for which a visitor is kept who does not come back</label>
        <input
          id="site-retention"
          class="field"
          type="number"
          min={1}
          max={limits.retentionDaysAtMost}
          placeholder="for ever"
          value={retention.value ?? settings.retentionDays ?? ""}
          onInput={({ currentTarget }) => {
            retention.value = currentTarget.value;
          }}
        />
        <label for="site-lead-url">Address of this dashboard, for the links in hand-offs</label>
        <input
          id="site-lead-url"
          class="field"
          maxLength={2048}
          spellcheck={false}
          value={leadUrl.value ?? settings.leadUrl ?? ""}
          onInput={({ currentTarget }) => {
            leadUrl.value = currentTarget.value;
          }}
        />
        <label class="settings-check">
          <input
            type="checkbox"
            checked={showsScores.value ?? settings.showScores ?? false}
            onChange={({ currentTarget }) => {
              showsScores.value = currentTarget.checked;
            }}
          />
          <span>
            Tell the browser its visitor's scores{" "}
            <span class="muted">for demos: whoever looks can read them</span>
          </span>
        </label>
        <div class="settings-actions">
          <button type="submit" class="button is-primary" disabled={!isChanged || !may("edit")}>
            Save
          </button>
          <span class="muted" role="status">
            {isSaved.value ? "Saved" : may("edit") ? "" : "Your credential cannot change settings."}
          </span>
        </div>
      </form>
    </Card>
  );
}
