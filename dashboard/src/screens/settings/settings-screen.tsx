import { useEffect } from "preact/hooks";
import { loadSettings, may, clearSettings } from "../../state/settings.ts";
import { site } from "../../state/site.ts";
import { AuditCard } from "./audit-card.tsx";
import { KeysCard } from "./keys-card.tsx";
import { MembersCard } from "./members-card.tsx";
import { ModelCard } from "./model-card.tsx";
import { SiteCard } from "./site-card.tsx";
import { SweepsCard } from "./sweeps-card.tsx";
import { TokensCard } from "./tokens-card.tsx";

/** The site's settings, who may enter, and what they changed. */
export function SettingsScreen() {
  const isKnown = site.value.value !== null;
  useEffect(() => {
    scrollTo(0, 0);
    document.title = "Settings · Scoreline";
    return clearSettings;
  }, []);
  useEffect(() => {
    if (isKnown) loadSettings();
  }, [isKnown]);
  return (
    <div class="screen">
      <header class="screen-header">
        <h1>Settings</h1>
        <p class="muted">The site, who may enter, and what they changed.</p>
      </header>
      {isKnown ? (
        <div class="setup">
          <SiteCard />
          <ModelCard />
          {may("keys") && (
            <>
              <KeysCard />
              <TokensCard />
              <MembersCard />
            </>
          )}
          <SweepsCard />
          <AuditCard />
        </div>
      ) : (
        <div class="is-skeleton" role="status" aria-label="Loading the settings">
          <span class="bone bone-block" />
          <span class="bone bone-block" />
        </div>
      )}
    </div>
  );
}
