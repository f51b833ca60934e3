import { auditRoutes } from "./audit.ts";
import { clientRoutes } from "./clients.ts";
import { accountRoutes } from "./accounts.ts";
import { debugRoutes } from "./debug.ts";
import { decideRoutes } from "./decide.ts";
import { destinationRoutes } from "./destinations.ts";
import { healthRoutes } from "./health.ts";
import { keyRoutes } from "./keys.ts";
import { leadRoutes } from "./leads.ts";
import { memberRoutes } from "./members.ts";
import { modelDraftRoutes } from "./model-draft.ts";
import { linkRoutes } from "./links.ts";
import { mergeRoutes } from "./merges.ts";
import { modelRoutes } from "./model.ts";
import { modelVersionRoutes } from "./model-versions.ts";
import { outcomeRoutes } from "./outcomes.ts";
import { privacyRoutes } from "./privacy.ts";
import { previewRoutes } from "./previews.ts";
import { proofSecretRoutes } from "./proof-secret.ts";
import type { Route } from "./route.ts";
import { setupRoutes } from "./setup.ts";
import { siteRoutes } from "./sites.ts";
import { sourceRoutes } from "./sources.ts";
import { sweepRoutes } from "./sweeps.ts";
import { tokenRoutes } from "./tokens.ts";
import { trackingRoutes } from "./tracking.ts";

/** Every route there is: registered by `app.ts`, documented by `scripts/generate.ts`. */
export const routes: readonly Route[] = [
  ...trackingRoutes,
  ...clientRoutes,
  ...decideRoutes,
  ...outcomeRoutes,
  ...debugRoutes,
  ...healthRoutes,
  ...siteRoutes,
  ...leadRoutes,
  ...mergeRoutes,
  ...accountRoutes,
  ...linkRoutes,
  ...proofSecretRoutes,
  ...modelRoutes,
  ...modelDraftRoutes,
  ...modelVersionRoutes,
  ...destinationRoutes,
  ...sourceRoutes,
  ...previewRoutes,
  ...setupRoutes,
  ...keyRoutes,
  ...tokenRoutes,
  ...memberRoutes,
  ...auditRoutes,
  ...sweepRoutes,
  ...privacyRoutes,
];
