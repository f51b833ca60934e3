import { useEffect, useErrorBoundary } from "preact/hooks";
import { ApiError } from "./api/client.ts";
import { Problem } from "./components/notice.tsx";
import { Shell } from "./components/shell.tsx";
import { AccountScreen } from "./screens/accounts/account-screen.tsx";
import { AccountsScreen } from "./screens/accounts/accounts-screen.tsx";
import { DestinationsScreen } from "./screens/destinations/destinations-screen.tsx";
import { LeadScreen } from "./screens/lead/lead-screen.tsx";
import { LeadsScreen } from "./screens/leads/leads-screen.tsx";
import { OutcomesScreen } from "./screens/outcomes/outcomes-screen.tsx";
import { SettingsScreen } from "./screens/settings/settings-screen.tsx";
import { SetupScreen } from "./screens/setup/setup-screen.tsx";
import { SignInScreen } from "./screens/sign-in/sign-in-screen.tsx";
import { SourcesScreen } from "./screens/sources/sources-screen.tsx";
import { clearAccounts } from "./state/accounts.ts";
import { clearDestinations } from "./state/destinations.ts";
import { clearLeads, followLeadBook } from "./state/leads.ts";
import { followLeads, startLive, stopLive } from "./state/live.ts";
import { route } from "./state/route.ts";
import { token } from "./state/session.ts";
import { clearSettings } from "./state/settings.ts";
import { clearSetup } from "./state/setup.ts";
import { loadSite, site } from "./state/site.ts";
import { clearSources } from "./state/sources.ts";

function Screen() {
  const here = route.value;
  switch (here.screen) {
    case "leads":
      return <LeadsScreen />;
    case "lead":
      return <LeadScreen key={here.id} id={here.id} />;
    case "accounts":
      return <AccountsScreen />;
    case "account":
      return <AccountScreen key={here.id} id={here.id} />;
    case "outcomes":
      return <OutcomesScreen />;
    case "sources":
      return <SourcesScreen />;
    case "destinations":
      return <DestinationsScreen />;
    case "setup":
      return <SetupScreen />;
    case "settings":
      return <SettingsScreen />;
  }
}

/** A fault in one screen leaves the rest usable. */
function Guarded() {
  const [fault, reset] = useErrorBoundary();
  if (fault === undefined || fault === null) return <Screen />;
  const words = fault instanceof Error ? fault.message : String(fault);
  return (
    <div class="screen">
      <Problem error={new ApiError(0, "fault", words, null)} retry={reset} title="This screen has a fault" />
    </div>
  );
}

/** The dashboard: the sign-in screen, or the screens of the site that the token opens. */
export function App() {
  const held = token.value;

  useEffect(() => {
    if (held === null) return;
    void loadSite();
    startLive(held);
    const unfollowBook = followLeadBook();
    // After a gap the model may be another one; and a site that could not be read is read again.
    const unfollowGaps = followLeads({ leads: () => undefined, gap: () => void loadSite() });
    return () => {
      unfollowBook();
      unfollowGaps();
      stopLive();
      site.clear();
      clearLeads();
      clearDestinations();
      clearSources();
      clearSetup();
      clearSettings();
      clearAccounts();
    };
  }, [held]);

  if (held === null) return <SignInScreen />;
  return (
    <Shell>
      <Guarded key={route.value.screen} />
    </Shell>
  );
}
