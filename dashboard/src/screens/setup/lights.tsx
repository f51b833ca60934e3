import type { Light as LightState, Setup } from "../../../../shared/schema/setup.ts";
import { Icon } from "../../components/icon.tsx";
import { Ago } from "../../components/time.tsx";
import { nowMs } from "../../state/clock.ts";
import { FindingList } from "./finding-list.tsx";

/** Not seen for this long, a light says so. */
const quietAfterMs = 7 * 24 * 60 * 60 * 1000;

type Look = "is-waiting" | "is-seen" | "is-quiet";

function lookOf({ lastAtMs }: LightState, now: number): Look {
  if (lastAtMs === null) return "is-waiting";
  return now - lastAtMs > quietAfterMs ? "is-quiet" : "is-seen";
}

/** An origin without what every reader knows of it. */
function shortPlace(place: string): string {
  return place === "server" ? "your server" : place.replace(/^https?:\/\//, "");
}

function Light({ name, waiting, light }: { name: string; waiting: string; light: LightState }) {
  const look = lookOf(light, nowMs.value);
  return (
    <li class={`light ${look}`}>
      <span class="light-lamp" aria-hidden="true">
        {look === "is-seen" && <Icon name="check" size={18} />}
        {look === "is-quiet" && <Icon name="event" size={18} />}
      </span>
      <div class="light-words">
        <h3>{name}</h3>
        {light.firstAtMs === null || light.lastAtMs === null ? (
          <p class="muted">{waiting}</p>
        ) : (
          <>
            <p class="light-state">
              {look === "is-quiet" || light.lastAtMs > light.firstAtMs ? "Last seen " : "Seen "}
              <Ago atMs={light.lastAtMs} />
            </p>
            <p class="muted small truncate" title={light.places.join(", ")}>
              <bdi>{light.places.map(shortPlace).join(", ")}</bdi>
            </p>
          </>
        )}
      </div>
    </li>
  );
}

/** The state of the whole, in one line, and the next step. */
function headline({ script, pageView, identify, causes }: Setup): [title: string, next: string] {
  const seen = [script, pageView, identify].filter(({ firstAtMs }) => firstAtMs !== null).length;
  const isRefused = causes.some(({ severity }) => severity === "error");
  if (seen === 3) {
    return [
      "Everything arrives",
      `The site reports, and visitors become known.${isRefused ? " Some requests are refused, for the reasons below." : ""}`,
    ];
  }
  if (pageView.firstAtMs !== null)
    return [
      "Page views arrive",
      "Now become known: fill in a form with an e-mail address, or call scoreline.identify().",
    ];
  if (script.firstAtMs !== null)
    return ["The script is heard", "No page view has counted yet; what stands in its way is named here."];
  return causes.length > 0
    ? ["Something arrives, and is refused", "The cause is named below."]
    : [
        "Waiting for the first request",
        "Open a page that has the snippet on it, and this turns green by itself. If it does not, check the page below: what a browser blocks cannot be heard here.",
      ];
}

/** The three lights, and under them why one is not green. */
export function Lights({ setup }: { setup: Setup }) {
  const [title, next] = headline(setup);
  return (
    <section class="setup-card" aria-labelledby="setup-state">
      <div class="setup-state" role="status">
        <h2 id="setup-state">{title}</h2>
        <p class="card-text">{next}</p>
      </div>
      <ol class="lights">
        <Light name="Script seen" waiting="No request yet" light={setup.script} />
        <Light name="First page view" waiting="None has counted yet" light={setup.pageView} />
        <Light name="First identify" waiting="Nobody is known yet" light={setup.identify} />
      </ol>
      {setup.causes.length > 0 && (
        <div class="setup-causes">
          <h3>What is not counted, and why</h3>
          <FindingList findings={setup.causes} label="What is not counted, and why" />
        </div>
      )}
    </section>
  );
}
