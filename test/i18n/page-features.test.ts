import { posix } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { featuresOfPage } from "~/i18n/page-features";
import { findNodes, readSources } from "../support/read-sources";

const SOURCES = new Map(readSources().map((source) => [source.path, source]));
const PAGES = [...SOURCES.keys()].filter((path) =>
  /^routes\/app\.[^/]+(\/route)?\.tsx$/.test(path),
);

test.each(PAGES)("%s names the features whose texts it shows", (path) => {
  const named = featuresOfPage(pathnameOf(path));
  const missing = [...featuresUsed(path)].filter((feature) => !named.includes(feature as never));
  expect(missing).toEqual([]);
});

/** "routes/app.flows_.$flowId/route.tsx" is the page "/app/flows/$flowId". */
function pathnameOf(path: string): string {
  const route = path.replace(/^routes\//, "").replace(/(\/route)?\.tsx$/, "");
  return `/${route
    .replace(/(\.|^)_index$/, "")
    .replaceAll("_.", ".")
    .replaceAll(".", "/")}`;
}

/** The features of `useText` in a file and all files that it imports. */
function featuresUsed(path: string, seen = new Set<string>()): Set<string> {
  const source = SOURCES.get(path);
  if (!source || seen.has(path) || path.includes(".server.")) return new Set();
  seen.add(path);
  const own = findNodes(source.tree, ts.isCallExpression)
    .filter((call) => call.expression.getText() === "useText")
    .flatMap((call) =>
      call.arguments[0] && ts.isStringLiteral(call.arguments[0]) ? [call.arguments[0].text] : [],
    );
  const imported = findNodes(source.tree, ts.isStringLiteral)
    .filter(
      ({ parent }) =>
        ts.isImportDeclaration(parent) ||
        (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword),
    )
    .flatMap(({ text }) => resolve(path, text));
  return new Set([...own, ...imported.flatMap((it) => [...featuresUsed(it, seen)])]);
}

function resolve(from: string, target: string): string[] {
  const local = target.startsWith("~/")
    ? target.slice(2)
    : target.startsWith(".")
      ? posix.join(posix.dirname(from), target)
      : null;
  if (local === null) return [];
  return [`${local}.ts`, `${local}.tsx`, `${local}/index.ts`]
    .filter((it) => SOURCES.has(it))
    .slice(0, 1);
}
