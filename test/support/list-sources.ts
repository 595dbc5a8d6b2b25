import { globSync } from "node:fs";
import { posix, sep } from "node:path";

/**
 * The TypeScript files of a folder without generated ones, in order.
 * @returns their paths below the folder, with slashes
 */
export function listSources(folder = "app"): readonly string[] {
  return globSync("**/*.{ts,tsx}", { cwd: folder, exclude: ["generated"] })
    .map((path) => path.split(sep).join(posix.sep))
    .toSorted();
}
