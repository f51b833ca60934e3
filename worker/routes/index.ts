import { auditRoutes } from "./audit.ts";
import { clientRoutes } from "./clients.ts";
import { debugRoutes } from "./debug.ts";
import { decideRoutes } from "./decide.ts";
import { destinationRoutes } from "./destinations.ts";
import { healthRoutes } from "./health.ts";
import { keyRoutes } from "./keys.ts";
import { leadRoutes } from "./leads.ts";
import { memberRoutes } from "./members.ts";
import { modelDraftRoutes } from "./model-draft.ts";
import { modelRoutes } from "./model.ts";
import { modelVersionRoutes } from "./model-versions.ts";
import { outcomeRoutes } from "./outcomes.ts";
import { previewRoutes } from "./previews.ts";
import type { Route } from "./route.ts";
import { setupRoutes } from "./setup.ts";
import { siteRoutes } from "./sites.ts";
import { sourceRoutes } from "./sources.ts";
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
];
