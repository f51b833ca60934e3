import type { ComponentChildren } from "preact";
import { route } from "../state/route.ts";
import { signOut } from "../state/session.ts";
import { site } from "../state/site.ts";
import { Icon, type IconName } from "./icon.tsx";
import { LiveBadge } from "./live-badge.tsx";
import { Logo } from "./logo.tsx";

interface Place {
  name: string;
  icon: IconName;
  address: string;
  screens: readonly string[];
}

/** The rooms of the dashboard; a new screen is a line here and an arm in `app.tsx`. */
const places: readonly Place[] = [
  { name: "Leads", icon: "leads", address: "#/leads", screens: ["leads", "lead"] },
  { name: "Accounts", icon: "company", address: "#/accounts", screens: ["accounts", "account"] },
  { name: "Outcomes", icon: "outcomes", address: "#/outcomes", screens: ["outcomes"] },
  { name: "Sources", icon: "sources", address: "#/sources", screens: ["sources"] },
  { name: "Destinations", icon: "destinations", address: "#/destinations", screens: ["destinations"] },
  { name: "Setup", icon: "setup", address: "#/setup", screens: ["setup"] },
  { name: "Settings", icon: "settings", address: "#/settings", screens: ["settings"] },
];

function Navigation() {
  return (
    <nav class="nav" aria-label="Screens">
      {places.map((place) => (
        <a
          key={place.address}
          href={place.address}
          aria-current={place.screens.includes(route.value.screen) ? "page" : undefined}
        >
          <Icon name={place.icon} size={18} />
          {place.name}
        </a>
      ))}
    </nav>
  );
}

/** The frame around every screen: site, navigation, live state, the way out. */
export function Shell({ children }: { children: ComponentChildren }) {
  const overview = site.value.value;
  return (
    <div class="shell">
      <header class="rail">
        <div class="rail-site">
          <Logo />
          <span class="rail-names">
            <strong title={overview?.site.name}>
              <bdi>{overview?.site.name ?? "Scoreline"}</bdi>
            </strong>
            {overview !== null && <span class="rail-product">Scoreline</span>}
          </span>
          <LiveBadge />
        </div>
        <Navigation />
        <div class="rail-foot">
          {overview !== null && (
            <p class="rail-model" title={`Model ${overview.model.id}`}>
              <span class="truncate">{overview.model.name}</span>
              <span class="tag">v{overview.model.version}</span>
              {overview.mode === "local" && <span class="tag">Local</span>}
            </p>
          )}
          <button type="button" class="rail-leave" onClick={() => signOut()}>
            <Icon name="leave" />
            Sign out
          </button>
        </div>
      </header>
      <main class="main" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
