import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const OUTPUT = "build/server/index.js";
const INPUTS = ["app", "prisma", "package.json", "vite.config.ts"];

/** Builds the app when a source is newer than the last build. */
export async function buildApp(): Promise<void> {
  if (existsSync(OUTPUT) && newest(INPUTS) < statSync(OUTPUT).mtimeMs) return;
  const child = spawn("npm", ["run", "--silent", "build"], {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}

function newest(paths: readonly string[]): number {
  let latest = 0;
  for (const path of paths) {
    const stat = statSync(path);
    latest = Math.max(
      latest,
      stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : stat.mtimeMs,
    );
  }
  return latest;
}
