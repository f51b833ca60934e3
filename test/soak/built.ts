import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * Makes sure that there is what the worker serves; builds it when there is not. What the build prints
 * goes to stderr: a soak's stdout may be JSON.
 *
 * @throws {Error} When the build fails.
 */
export async function requireBuild(): Promise<void> {
  if (existsSync("dist/assets/s.js")) return;
  console.error("nothing is built yet: npm run build");
  const child = spawn(process.execPath, ["scripts/build.ts"], { stdio: ["ignore", 2, 2] });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error("the build failed; npm run build says why");
}
