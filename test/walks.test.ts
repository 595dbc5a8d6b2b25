import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { countReturns } from "../scripts/walks/count-returns-to-stages";

test("counts each entry into a stage that the walk has left", () => {
  const walk = ["routes/a", "flows/a", "flows/b", "lib/c", "flows/d", "segments/e", "flows/f"];
  expect(countReturns(walk)).toEqual([{ stage: "flows", path: "flows/f" }]);
  expect(countReturns(["events/a", "profiles/b", "flows/c"])).toEqual([]);
});

/** The highest number of returns of each walk. */
const LIMITS = [
  ["order-webhook-to-credited-order", 10],
  ["campaign-from-draft-to-results", 7],
  ["flow-edit-to-published-version", 1],
  ["training-to-recommendation", 3],
  ["erasure", 1],
] as const;

describe.each(LIMITS)("the walk %s", (name, limit) => {
  const paths = readFileSync(`scripts/walks/${name}.txt`, "utf8").split("\n").filter(Boolean);

  test("lists existing files", () => {
    expect(paths.filter((path) => !existsSync(join("app", path)))).toEqual([]);
  });

  test(`returns to a stage at most ${limit} times`, () => {
    expect(countReturns(paths).length).toBeLessThanOrEqual(limit);
  });
});
