import { gunzipSync } from "node:zlib";
import { npmFiles } from "../npm-files.ts";
import type { Arrival, Subject, Told } from "./subject.ts";

const version = "1.449.2";
const key = "phc_benchbenchbenchbenchbenchbenchbenchbench";

/** The snippet's queue, as short as it can be written. */
const snippet = (host: string) => `<script>
!function(t,e){window.posthog=e;e._i=[];e.init=function(i,s,a){var p=t.createElement("script");p.async=!0;p.crossOrigin="anonymous";p.src=s.api_host+"/static/array.js";t.head.appendChild(p);e.people=e.people||[];"capture identify alias reset group register setPersonProperties opt_in_capturing opt_out_capturing on onFeatureFlags".split(" ").forEach(function(n){e[n]=function(){e.push([n].concat([].slice.call(arguments)))}});e._i.push([i,s,a])};e.__SV=1}(document,window.posthog||[]);
posthog.init("${key}",{api_host:"${host}",defaults:"2025-05-24"});
</script>`;

/** A project with nothing but what is captured by itself: no replay, no surveys, no flags. */
const remoteConfig = {
  supportedCompression: ["gzip", "gzip-js"],
  hasFeatureFlags: false,
  captureDeadClicks: false,
  capturePerformance: false,
  autocapture_opt_out: false,
  autocaptureExceptions: false,
  analytics: { endpoint: "/i/v0/e/" },
  elementsChainAsString: true,
  sessionRecording: false,
  heatmaps: false,
  surveys: false,
  productTours: false,
  conversations: false,
  defaultIdentifiedOnly: true,
  siteApps: [],
};

interface PostHogEvent {
  event: string;
  properties: Record<string, unknown>;
}

function eventsOf({ body, query }: Arrival): PostHogEvent[] {
  const raw = body[0] === 0x1f ? gunzipSync(body).toString() : body.toString();
  const data = new URLSearchParams(raw).get("data") ?? query.get("data");
  const text =
    raw.startsWith("{") || raw.startsWith("[") ? raw : Buffer.from(data ?? "", "base64").toString();
  const found = JSON.parse(text) as PostHogEvent | PostHogEvent[] | { batch: PostHogEvent[] };
  if (Array.isArray(found)) return found;
  return "batch" in found ? found.batch : [found];
}

/** PostHog's array.js by its snippet, with the defaults that its documentation asks for. */
export async function posthog(): Promise<Subject> {
  const read = await npmFiles({
    name: "posthog-js",
    version,
    integrity:
      "sha512-vji+h92IHaLlFSEnRH1hwe8uLWGOdDUImmPXexj/+V7Xm7HTxIQisYE/Kom7Aaw4DRpzfdhQxiyAN1YVYR4G8Q==",
  });
  const config = `(function(){var c=window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{};c["${key}"]={config:${JSON.stringify(remoteConfig)},siteApps:[]}})();`;
  return {
    name: "posthog",
    version,
    licence: "Apache-2.0 and MIT",
    install: (host) => ({
      snippet: snippet(host),
      files: {
        "/static/array.js": read("dist/array.js"),
        "/static/surveys.js": read("dist/surveys.js"),
        "/static/web-vitals.js": read("dist/web-vitals.js"),
        "/static/dead-clicks-autocapture.js": read("dist/dead-clicks-autocapture.js"),
        [`/array/${key}/config.js`]: config,
        [`/array/${key}/config`]: JSON.stringify(remoteConfig),
      },
    }),
    answer: ({ path }) => ({
      body: path.startsWith("/flags") ? '{"flags":{},"featureFlags":{}}' : '{"status":"Ok"}',
    }),
    read(arrival) {
      if (!/^\/(i\/v0\/)?e\//.test(arrival.path) || arrival.body.length === 0) return [];
      return eventsOf(arrival).flatMap(({ event, properties }): Told[] => {
        if (event === "$pageview") return [{ kind: "view", url: String(properties["$current_url"]) }];
        return properties["$event_type"] === "submit" ? [{ kind: "form" }] : [];
      });
    },
  };
}
