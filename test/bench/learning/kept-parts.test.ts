import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openKeptParts, type TimedPart } from "../../../scripts/bench/learning/kept-parts";

const part: TimedPart = {
  measured: {
    kind: "rows",
    rows: [
      {
        row: 1,
        description: "a data set",
        figures: [{ what: "HR@10", goal: "≥ 0.09", isMet: true, measured: 0.1 }],
        cpuSeconds: 20,
        peakMb: 300,
        tried: "nothing",
      },
    ],
  },
  seconds: 21,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kept-parts-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("an interrupted report finds the parts that it has measured", () => {
  openKeptParts(folder, "a commit").keep("beauty", part);
  const next = openKeptParts(folder, "a commit");
  expect(next.find("beauty")).toEqual(part);
  expect(next.find("scale")).toBeNull();
});

test("a part of other code, or of code that has no commit, does not count", () => {
  openKeptParts(folder, "a commit").keep("beauty", part);
  expect(openKeptParts(folder, "another commit").find("beauty")).toBeNull();
  const changed = openKeptParts(folder, null);
  expect(changed.find("beauty")).toBeNull();
  changed.keep("beauty", part);
  expect(openKeptParts(folder, "another commit").find("beauty")).toBeNull();
});

test("a finished report is measured anew", () => {
  const kept = openKeptParts(folder, "a commit");
  kept.keep("beauty", part);
  kept.removeAll();
  expect(kept.find("beauty")).toBeNull();
});
