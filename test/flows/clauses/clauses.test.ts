import { readdirSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import type { ClauseTest } from "./clause";
import { COMMON } from "./common";
import { NINE_TO_SIXTEEN } from "./nine-to-sixteen";
import { ONE_TO_EIGHT } from "./one-to-eight";

/** Each clause of the specification of the sixteen prebuilt flows, with its test. */
const CLAUSES = [...COMMON, ...ONE_TO_EIGHT, ...NINE_TO_SIXTEEN];

const DECISION = readFileSync("docs/decisions/0035-omissions-of-the-prebuilt-flows.md", "utf8");

/** A file, or all files of a folder. */
function textOf(path: string): string {
  if (!statSync(path).isDirectory()) return readFileSync(path, "utf8");
  return readdirSync(path)
    .map((name) => readFileSync(`${path}/${name}`, "utf8"))
    .join("\n");
}

const texts = new Map<string, string>();
function isThere(proof: ClauseTest): boolean {
  if ("omitted" in proof) return DECISION.replaceAll(/\s+/g, " ").includes(proof.omitted);
  const text = texts.get(proof.file) ?? textOf(proof.file);
  texts.set(proof.file, text);
  // A title in quotes, after any text.
  return text.includes(`"${proof.test}"`);
}

test("each clause of the flow specification is tested where the table says or excluded by decision 35", () => {
  const missing = CLAUSES.flatMap(({ flow, clause, proofs }) =>
    proofs.length > 0 && proofs.every(isThere) ? [] : [`${flow} ${clause}`],
  );
  expect(missing).toEqual([]);
});

test("every prebuilt flow has clauses", () => {
  const flows = [...new Set(CLAUSES.map(({ flow }) => flow))].toSorted((a, b) => a - b);
  expect(flows).toEqual(Array.from({ length: FLOW_LIBRARY.length + 1 }, (_, i) => i));
});

test("decision 35 excludes only clauses that the table names", () => {
  const lines = DECISION.slice(DECISION.indexOf("## Decision"), DECISION.indexOf("## Consequences"))
    .split(/^- /m)
    .slice(1)
    .map((line) => line.replaceAll(/\s+/g, " "));
  const named = CLAUSES.flatMap(({ proofs }) =>
    proofs.flatMap((proof) => ("omitted" in proof ? [proof.omitted] : [])),
  );
  const unnamed = lines.filter((line) => !named.some((part) => line.includes(part)));
  expect(unnamed).toEqual([]);
});
