import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"?]+)/g;

/** What the first stage copies from the repository. */
const copied = [...readFileSync("Dockerfile", "utf8").matchAll(/^COPY (?!--)(.+) \S+$/gm)]
  .flatMap(([, paths = ""]) => paths.split(" "))
  .map((path) => join(path));

const isCopied = (file: string) =>
  copied.some((path) => file === path || file.startsWith(`${path}/`));

/** The file that a relative import means, with or without its extension. */
function findFile(path: string): string | null {
  const candidates = [path, `${path}.ts`, `${path}.tsx`, join(path, "route.tsx")];
  return candidates.find((it) => existsSync(it) && statSync(it).isFile()) ?? null;
}

/** The files and all that they import by relative paths. */
function withImports(files: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    if (!/\.tsx?$/.test(file)) continue;
    for (const [, target = ""] of readFileSync(file, "utf8").matchAll(IMPORT)) {
      const imported = findFile(join(dirname(file), target));
      if (imported !== null) open.push(imported);
    }
  }
  return found;
}

test("the image is built with every file that the app and its programs import", () => {
  const bundle = readFileSync("scripts/bundle.ts", "utf8");
  const programs = [...bundle.matchAll(/"(scripts\/[\w-]+\.ts)"/g)].map(([, file = ""]) => file);
  expect(programs.length).toBeGreaterThan(6);
  const app = globSync("app/**/*.{ts,tsx}", { exclude: ["app/generated/**"] });
  const sources = withImports([...app, ...programs, "vite.config.ts", "prisma.config.ts"]);
  const missing = [...sources].filter((it) => !isCopied(it) && !it.startsWith("build/"));
  expect(missing).toEqual([]);
});
