import { npmFiles } from "../npm-files.ts";
import type { Subject } from "./subject.ts";

const version = "1.84.3";
const key = "benchbenchbenchbenchbenchbench00";

/** The snippet's queue and its first call, as short as they can be written. */
const snippet = (host: string) => `<script>
!function(){var a=window.analytics=window.analytics||[];a.invoked=!0;a.methods=["trackSubmit","trackClick","trackLink","trackForm","pageview","identify","reset","group","track","ready","alias","debug","page","screen","once","off","on","addSourceMiddleware","addIntegrationMiddleware","setAnonymousId","addDestinationMiddleware","register"];a.factory=function(n){return function(){if(window.analytics.initialized)return window.analytics[n].apply(window.analytics,arguments);a.push([n].concat([].slice.call(arguments)));return a}};a.methods.forEach(function(n){a[n]=a.factory(n)});a._cdn="${host}";a._writeKey="${key}";a._loadOptions={};var s=document.createElement("script");s.async=!0;s.setAttribute("data-global-segment-analytics-key","analytics");s.src="${host}/analytics.js/v1/${key}/analytics.min.js";document.head.appendChild(s);a.page()}();
</script>`;

/** Segment's standalone file by its snippet; the settings are those of a workspace without destinations. */
export async function segment(): Promise<Subject> {
  const read = await npmFiles({
    name: "@segment/analytics-next",
    version,
    integrity:
      "sha512-5l7cPBzScxhfJ0zdcKQI4daDvMIWWUk7hClT1xGRelnHUltIEoQ9w8+ZpFPoWJMpX8D7IA1nVAfJbpiKi3XaKw==",
  });
  return {
    name: "segment",
    version,
    licence: "MIT",
    install: (host) => ({
      snippet: snippet(host),
      files: {
        [`/analytics.js/v1/${key}/analytics.min.js`]: read("dist/umd/standalone.js"),
        [`/v1/projects/${key}/settings`]: JSON.stringify({
          integrations: {
            "Segment.io": {
              apiKey: key,
              unbundledIntegrations: [],
              addBundledMetadata: true,
              maybeBundledConfigIds: {},
              versionSettings: { version: "4.4.7", componentTypes: ["browser"] },
              apiHost: `${host.replace("http://", "")}/v1`,
              protocol: "http",
            },
          },
          plan: { track: { __default: { enabled: true, integrations: {} } }, identify: {}, group: {} },
          edgeFunction: {},
          analyticsNextEnabled: true,
          middlewareSettings: {},
          enabledMiddleware: {},
          metrics: { sampleRate: 0 },
          legacyVideoPluginsEnabled: false,
          remotePlugins: [],
        }),
      },
    }),
    answer: () => ({ body: '{"success":true}' }),
    read({ body }) {
      if (body.length === 0) return [];
      const { type, context } = JSON.parse(body.toString()) as {
        type: string;
        context: { page: { url: string } };
      };
      return type === "page" ? [{ kind: "view", url: context.page.url }] : [];
    },
  };
}
