import type { Client } from "../../../sdk/index.ts";

declare global {
  interface Window {
    /** The SDK, once its script has arrived. */
    scoreline: Client;
    /** Layout shifts that a test has counted. */
    shifts: number[];
  }
}
