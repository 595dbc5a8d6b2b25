import { describe, expect, test } from "vitest";
import type { Condition } from "~/segments/condition";
import {
  listConditions,
  listSegmentIds,
  SegmentRule,
  toRuleProblem,
  type RuleNode,
} from "~/segments/segment";

const subscribed: Condition = { kind: "consent", states: ["subscribed"] };
const all = (...of: RuleNode[]): SegmentRule => ({ kind: "all", of });
const nested = (depth: number): SegmentRule =>
  depth === 1 ? all(subscribed) : all(nested(depth - 1));
const problemsOf = (rule: unknown) =>
  SegmentRule.safeParse(rule).error?.issues.map((issue) => [
    issue.path.join("."),
    toRuleProblem(issue),
  ]);

describe("a rule", () => {
  test("contains groups within groups, five deep at most", () => {
    expect(SegmentRule.parse(nested(5))).toEqual(nested(5));
    expect(problemsOf(nested(6))).toEqual([["", { path: [], code: "too_deep", max: 5 }]]);
  });

  test("with ten thousand levels is refused without exhausting the stack", () => {
    let deep: unknown = subscribed;
    for (let level = 0; level < 10_000; level++) deep = { kind: "none", of: [deep] };
    expect(problemsOf(deep)).toEqual([["", { path: [], code: "too_deep", max: 5 }]]);
  });

  test("has at most 50 conditions in all groups together", () => {
    const many = (count: number) => all(...Array.from({ length: count }, () => subscribed));
    expect(problemsOf(all(many(25), many(25)))).toBeUndefined();
    expect(problemsOf(all(many(25), many(26)))).toEqual([
      ["", { path: [], code: "too_many_conditions", max: 50 }],
    ]);
  });

  test("is a non-empty group", () => {
    expect(problemsOf(subscribed)).toBeDefined();
    expect(problemsOf(all(all()))).toEqual([["of.0.of", { path: [0], code: "empty_group" }]]);
  });

  test("reports the path of an invalid condition", () => {
    const wrong = { kind: "number", number: "shoe_size", comparison: "at_least", value: 1 };
    expect(problemsOf(all(subscribed, all(wrong as never)))?.map(([path]) => path)).toEqual([
      "of.1.of.0.number",
    ]);
  });

  test.each(["\0", "lone \ud800", ""])("refuses text that a database cannot store: %j", (text) => {
    expect(problemsOf(all({ kind: "group", keys: [text] }))).toHaveLength(1);
  });

  test("refuses dates out of range and windows that end before they begin", () => {
    const between = (from: string, to: string) =>
      all({ kind: "date", date: "created", window: { kind: "between", from, to } });
    expect(problemsOf(between("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"))).toBeUndefined();
    expect(problemsOf(between("0000-01-01T00:00:00Z", "2026-01-02T00:00:00Z"))).toBeDefined();
    expect(problemsOf(between("2026-01-02T00:00:00Z", "2026-01-02T00:00:00Z"))).toEqual([
      ["of.0.window", { path: [0], code: "window_order" }],
    ]);
  });

  test("allows a filter only for the behaviors that it can be about", () => {
    const did = (behavior: string, filter: object) =>
      problemsOf(
        all({
          ...{ kind: "did", behavior, window: { kind: "ever" }, comparison: "at_least", times: 1 },
          where: [filter],
        } as never),
      );
    const tea = { by: "type", values: ["Tea"] };
    expect(did("ordered", tea)).toBeUndefined();
    expect(did("visited", tea)).toHaveLength(1);
    expect(did("ordered", { by: "query", text: "tea" })).toHaveLength(1);
    expect(did("viewed_product", { by: "variant", values: ["7"] })).toHaveLength(1);
    expect(did("clicked_email", { by: "campaign", values: ["c1"] })).toBeUndefined();
  });
});

test("lists conditions with their paths and each segment once", () => {
  const inSegment: Condition = { kind: "segment", segmentId: "s1" };
  const rule = all(subscribed, { kind: "none", of: [inSegment, all(inSegment)] });
  expect(listConditions(rule).map(({ path }) => path)).toEqual([[0], [1, 0], [1, 1, 0]]);
  expect(listSegmentIds(rule)).toEqual(["s1"]);
});
