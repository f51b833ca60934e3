/** Forgets everything that local mode has kept: `npm run reset`. */
import { rm } from "node:fs/promises";

const stateFolder = process.env["STATE_DIR"] ?? ".scoreline";
await rm(stateFolder, { recursive: true, force: true });
console.log(`${stateFolder} is empty.`);
