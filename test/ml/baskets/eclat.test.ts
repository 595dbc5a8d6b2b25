import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveRules } from "~/ml/baskets/association-rules";
import { findItemSets, itemsOfSet } from "~/ml/baskets/eclat";

const ITEMS = 6;
const baskets = fc.array(fc.uniqueArray(fc.nat({ max: ITEMS - 1 }), { maxLength: ITEMS }), {
  maxLength: 70,
});
const name = (items: readonly number[]) => items.toSorted((a, b) => a - b).join(" ");

/** Supports of all non-empty sets, by counting. */
function count(all: readonly (readonly number[])[]): Map<string, number> {
  const supports = new Map<string, number>();
  for (let bits = 1; bits < 2 ** ITEMS; bits++) {
    const items = Array.from({ length: ITEMS }, (_, n) => n).filter((n) => bits & (1 << n));
    supports.set(
      name(items),
      all.filter((own) => items.every((item) => own.includes(item))).length,
    );
  }
  return supports;
}

describe("findItemSets", () => {
  test("finds bread and butter in the two baskets that have both", () => {
    const found = findItemSets({ baskets: [[0, 1], [0, 1, 2], [0]], itemCount: 3 }, 2);
    const sets = Array.from(found.supports, (support, set) => [
      name(itemsOfSet(found, set)),
      support,
    ]);
    expect(new Map(sets as [string, number][])).toEqual(
      new Map([
        ["0", 3],
        ["1", 2],
        ["0 1", 2],
      ]),
    );
  });

  test("finds exactly the frequent sets, each with its exact support", () => {
    fc.assert(
      fc.property(baskets, fc.integer({ min: 1, max: 10 }), (all, minSupport) => {
        const found = findItemSets({ baskets: all, itemCount: ITEMS }, minSupport);
        const sets = Array.from(
          found.supports,
          (support, set) => [name(itemsOfSet(found, set)), support] as const,
        );
        const expected = [...count(all)].filter(([, support]) => support >= minSupport);
        expect(sets).toHaveLength(expected.length);
        expect(new Map(sets)).toEqual(new Map(expected));
      }),
    );
  });

  test("finds nothing without baskets", () => {
    expect(findItemSets({ baskets: [], itemCount: 3 }, 1).supports).toHaveLength(0);
  });
});

describe("deriveRules", () => {
  test("derives every rule with one item on the right, and its measures", () => {
    fc.assert(
      fc.property(baskets, fc.constantFrom(0, 0.3, 0.7), (all, minConfidence) => {
        const supports = count(all);
        const rules = deriveRules(
          findItemSets({ baskets: all, itemCount: ITEMS }, 2),
          minConfidence,
        );
        let expected = 0;
        for (const [items, support] of supports) {
          const members = items.split(" ").map(Number);
          if (members.length < 2 || support < 2) continue;
          expected += members.filter(
            (item) =>
              support / supports.get(name(members.filter((m) => m !== item)))! >= minConfidence,
          ).length;
        }
        expect(rules).toHaveLength(expected);
        for (const rule of rules) {
          const both = supports.get(name([...rule.antecedent, rule.consequent]))!;
          expect(rule.count).toBe(both);
          expect(rule.confidence).toBeCloseTo(both / supports.get(name(rule.antecedent))!, 12);
          const share = supports.get(name([rule.consequent]))! / all.length;
          expect(rule.lift).toBeCloseTo(rule.confidence / share, 12);
        }
        const lifts = rules.map(({ lift }) => lift);
        expect(lifts).toEqual(lifts.toSorted((a, b) => b - a));
      }),
    );
  });
});
