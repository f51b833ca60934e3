import { createApp } from "./app.ts";

export { DestinationObject } from "./objects/destination/destination.ts";
export { IdentityObject } from "./objects/identity/identity.ts";
export { SiteObject } from "./objects/site/site.ts";
export { SweepObject } from "./objects/sweep/sweep.ts";
export { VisitorObject } from "./objects/visitor/visitor.ts";

export default createApp();
