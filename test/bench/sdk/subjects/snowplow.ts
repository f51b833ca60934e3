import { npmFiles } from "../npm-files.ts";
import type { Subject, Told } from "./subject.ts";

const version = "4.10.1";

/** Snowplow's tracker with its form plugin, by the UMD files of their packages. */
export async function snowplow(): Promise<Subject> {
  const tracker = await npmFiles({
    name: "@snowplow/browser-tracker",
    version,
    integrity:
      "sha512-1Kmi6Mtyxwn5BN7BPD63CCb8diNr/cD/ihxHVbnTVc9UQRK9xJALpkpOu90PomVH/GJN2VxVKyeNmPJhGnv9og==",
  });
  const forms = await npmFiles({
    name: "@snowplow/browser-plugin-form-tracking",
    version: "4.6.8",
    integrity:
      "sha512-R4BQMvFGS9I/9NXHz58cc1ACe9W+8Tuderw7UN6BfGOjODfG4YZa348LfXGwOtVm1QMgH0gjrQNpMWn5+u2ZOg==",
  });
  const start = (host: string) => `
    snowplowBrowserTracking.newTracker("sp", "${host}", {
      appId: "shop", plugins: [snowplowFormTracking.FormTrackingPlugin()],
    });
    snowplowBrowserTracking.trackPageView();
    snowplowFormTracking.enableFormTracking();`;
  return {
    name: "snowplow",
    version,
    licence: "BSD-3-Clause",
    install: (host) => ({
      snippet: ["/sp.js", "/sp-forms.js", "/sp-start.js"]
        .map((path) => `<script defer src="${host}${path}"></script>`)
        .join("\n"),
      files: {
        "/sp.js": tracker("dist/index.umd.min.js"),
        "/sp-forms.js": forms("dist/index.umd.min.js"),
        "/sp-start.js": start(host),
      },
    }),
    answer: () => ({ type: "text/plain", body: "ok" }),
    read({ body }) {
      if (body.length === 0) return [];
      const { data } = JSON.parse(body.toString()) as { data: Record<string, string>[] };
      return data.flatMap(({ e, url, ue_pr, ue_px }): Told[] => {
        if (e === "pv") return [{ kind: "view", url: url ?? "" }];
        const event = (ue_pr ?? "") + Buffer.from(ue_px ?? "", "base64url").toString();
        return event.includes("/submit_form/") ? [{ kind: "form" }] : [];
      });
    },
  };
}
