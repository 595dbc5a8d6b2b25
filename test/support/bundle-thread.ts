import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Plugin } from "vite";

const OUTPUT = "node_modules/.cache/kindred/thread.mjs";
const STARTER = "/app/jobs/training/run-in-thread.server.ts";
const ENTRY = 'new URL("./thread.server.ts", import.meta.url)';

/**
 * Lets trainings run in a thread that loads one file, as in the build. Loading it from source takes two seconds of CPU
 * time for each training.
 */
export function bundleThread(root: string): Plugin {
  const bundle = () =>
    build({
      absWorkingDir: root,
      entryPoints: ["app/jobs/training/thread.server.ts"],
      outfile: OUTPUT,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      sourcemap: "inline",
      logLevel: "error",
    });
  return {
    name: "kindred-bundle-thread",
    enforce: "pre",
    async buildStart() {
      await bundle();
    },
    async watchChange() {
      await bundle();
    },
    transform(code, id) {
      if (!id.endsWith(STARTER)) return null;
      if (!code.includes(ENTRY)) throw new Error(`${STARTER} has no ${ENTRY}`);
      return code.replace(ENTRY, `new URL("${pathToFileURL(`${root}/${OUTPUT}`).href}")`);
    },
  };
}
