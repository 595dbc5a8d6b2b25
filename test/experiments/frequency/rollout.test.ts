import { describe, expect, test } from "vitest";
import { judgeRollout, type VariantTotals } from "~/experiments/frequency/rollout";
import { createRandomNumbers } from "~/ml/numerics/random";

/** Customers with realistic orders: most buy nothing in a month, few buy much. */
function shopAfter(
  seed: number,
  { people, share, loss }: { people: number; share: number; loss: number },
) {
  const random = createRandomNumbers(seed);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.nextFloat())) * Math.cos(2 * Math.PI * random.nextFloat());
  const persons = Array.from({ length: people }, () => ({
    isTreated: random.nextFloat() < share,
    // Orders per day: one in 50 days on average, ten times as many for some customers.
    rate: 0.02 * Math.exp(0.9 * normal() - 0.405),
    spent: 0,
  }));
  /** @returns the rule that reverted it within 55 days, with the day; null: none */
  return () => {
    for (let day = 1; day <= 55; day++) {
      const totals = { control: emptyVariant(), treated: emptyVariant() };
      for (const person of persons) {
        const rate = person.rate * (person.isTreated ? 1 - loss : 1);
        if (random.nextFloat() < rate) person.spent += 4_000 * Math.exp(0.7 * normal());
        const variant = totals[person.isTreated ? "treated" : "control"];
        variant.people++;
        variant.sum += person.spent;
        variant.sumOfSquares += person.spent ** 2;
      }
      const { rule } = judgeRollout(totals.control, totals.treated, day);
      if (rule !== null) return { rule, day };
    }
    return null;
  };
}
const emptyVariant = () => ({ people: 0, sum: 0, sumOfSquares: 0 });

const shareReverted = (shops: number, law: Parameters<typeof shopAfter>[1]) => {
  const verdicts = Array.from({ length: shops }, (_, seed) => shopAfter(seed + 1, law)());
  return verdicts.filter((it) => it !== null).length / shops;
};

const variant = (people: number, mean: number, deviation: number): VariantTotals => ({
  people,
  sum: people * mean,
  sumOfSquares: people * (mean ** 2 + deviation ** 2),
});

describe("judgeRollout", () => {
  test("keeps a change while both groups spend alike, and ends it without a gain", () => {
    const alike = [variant(2_000, 100, 300), variant(400, 100, 300)] as const;
    expect(judgeRollout(...alike, 20)).toMatchObject({ kind: "keeps", rule: null });
    expect(judgeRollout(...alike, 56)).toMatchObject({ kind: "reverts", rule: "no_gain" });
    expect(judgeRollout(variant(2_000, 100, 300), variant(400, 104, 300), 90).kind).toBe("keeps");
  });

  test("reverts at once when the control clearly earns more, and sooner when the loss is large", () => {
    expect(judgeRollout(variant(20_000, 100, 300), variant(4_000, 75, 300), 3)).toMatchObject({
      rule: "control_earns_more",
    });
    const likely = [variant(8_000, 100, 300), variant(1_500, 80, 300)] as const;
    expect(judgeRollout(...likely, 13).kind).toBe("keeps");
    expect(judgeRollout(...likely, 14)).toMatchObject({ kind: "reverts", rule: "harm" });
  });

  test("keeps a decision that earns more", () => {
    expect(judgeRollout(variant(20_000, 100, 300), variant(4_000, 130, 300), 400).kind).toBe(
      "keeps",
    );
  });

  test("concludes nothing from an empty group or no spending", () => {
    expect(judgeRollout(variant(0, 0, 0), variant(100, 10, 30), 10).kind).toBe("keeps");
    expect(judgeRollout(variant(100, 0, 0), variant(100, 0, 0), 10).kind).toBe("keeps");
  });
});

// Evaluated on each of 55 days. Longer runs are in docs/decisions.
test("rarely reverts a neutral decision and detects a loss of a third", () => {
  const shops = 60;
  const law = { people: 3_000, share: 0.15 };
  expect(shareReverted(shops, { ...law, loss: 0 })).toBeLessThanOrEqual(0.2);
  expect(shareReverted(shops, { ...law, loss: 0.33 })).toBeGreaterThanOrEqual(0.75);
});
