import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const built = new Map<string, Promise<string>>();

/**
 * A script of this folder bundled as JavaScript. It starts in a third of the time of the source, which matters when a
 * hundred are started and killed.
 *
 * @returns its path, below `node_modules`, where it finds the packages
 */
export function builtScript(script: string): Promise<string> {
  const known = built.get(script);
  if (known) return known;
  const building = buildScript(fileURLToPath(new URL(script, import.meta.url)));
  built.set(script, building);
  return building;
}

async function buildScript(script: string): Promise<string> {
  const folder = mkdtempSync(resolve("node_modules/.cache-fault-"));
  // Vitest ends its workers with this signal, which would otherwise skip exit handlers.
  process.once("SIGTERM", () => process.exit());
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: { "~": resolve("app") } },
    build: {
      ssr: true,
      outDir: folder,
      target: "esnext",
      minify: false,
      rollupOptions: {
        // The embedded database's thread, where the app expects it: beside itself.
        input: { script, "db-thread": resolve("app/db-thread.server.ts") },
        output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
      },
    },
  });
  // The texts of emails, also beside it.
  symlinkSync(resolve("app/i18n/locales"), join(folder, "locales"));
  return join(folder, "script.js");
}
