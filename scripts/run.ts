import { spawn } from "node:child_process";
import { join } from "node:path";

/**
 * Runs a program of `node_modules/.bin` under this Node, and waits for it. What it prints is shown.
 *
 * @throws {Error} When it fails, with its name and exit code.
 */
export async function run(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<void> {
  const child = spawn(join("node_modules", ".bin", program), args, {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with code ${code}`);
}
