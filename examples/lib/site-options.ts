/** What a build may choose. */
export interface BuildOptions {
  /** `data-site` of the script tag. */
  siteKey: string;
  /** `src` of the script tag. */
  scriptUrl: string;
  /** Script to put inline before the tag; none when left out. */
  stub?: string;
  /** Where a visitor may watch the score; `/dashboard/` when left out. */
  dashboardUrl?: string;
  /** Where the site stands on its host, `/shop` for example; its root when left out. */
  basePath?: string;
}

/** How a site is built; the same for every page. Its base path has no slash at the end. */
export type SiteOptions = BuildOptions & { basePath: string; dashboardUrl: string };

/** Options with all that was left out. */
export function siteOptions(options: BuildOptions): SiteOptions {
  return {
    ...options,
    basePath: (options.basePath ?? "").replace(/\/+$/, ""),
    dashboardUrl: options.dashboardUrl ?? "/dashboard/",
  };
}
