import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { countReturns } from "../scripts/walks/count-returns-to-stages";

test("counts each entry into a stage that the walk has left", () => {
  const walk = ["routes/a", "segments/a", "flows/b", "lib/c", "flows/d", "segments/e", "flows/f"];
  expect(countReturns([walk])).toEqual([
    { stage: "segments", path: "segments/e", goesOn: false },
    { stage: "flows", path: "flows/f", goesOn: true },
  ]);
  expect(countReturns([["events/a", "profiles/b", "flows/c"]])).toEqual([]);
});

test("tells a call that ended from a return to a stage that was left", () => {
  const goesOn = (...processes: string[][]) => countReturns(processes).map((it) => it.goesOn);
  expect(goesOn(["flows/a", "segments/b", "events/c", "flows/d"])).toEqual([true]);
  expect(goesOn(["flows/a", "delivery/b", "flows/c", "delivery/d"])).toEqual([false, true]);
  expect(goesOn(["delivery/a", "flows/b", "messages/c", "delivery/d"])).toEqual([true]);
  // Another job continues: nothing waits for the call.
  expect(goesOn(["flows/a", "segments/b"], ["flows/c"])).toEqual([false]);
});

/** The highest number of returns of each walk, and of those to a stage that was left. */
const LIMITS = [
  ["order-webhook-to-credited-order", 10, 5],
  ["campaign-from-draft-to-results", 7, 6],
  ["flow-edit-to-published-version", 1, 1],
  ["training-to-recommendation", 3, 1],
  ["erasure", 1, 1],
] as const;

describe.each(LIMITS)("the walk %s", (name, limit, limitLeft) => {
  const processes = readFileSync(`scripts/walks/${name}.txt`, "utf8")
    .split("\n\n")
    .map((paths) => paths.split("\n").filter(Boolean));

  test("lists existing files", () => {
    expect(processes.flat().filter((path) => !existsSync(join("app", path)))).toEqual([]);
  });

  test(`returns to a stage at most ${limit} times, to one that was left at most ${limitLeft} times`, () => {
    const returns = countReturns(processes);
    expect(returns.length).toBeLessThanOrEqual(limit);
    expect(returns.filter(({ goesOn }) => !goesOn).length).toBeLessThanOrEqual(limitLeft);
  });
});
