import { describe, expect, test } from "vitest";
import {
  drawOptionEffects,
  effectPartsOf,
  fitOptionDeviations,
  fitOptionEffects,
  NOT_SHARED,
  predictOption,
  type EffectDeviations,
  type OptionCell,
  type OptionLayout,
} from "~/ml/experiments/option-effects";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import { drawBinomial, drawNormal } from "~/ml/numerics/random-draws";

const DEVIATIONS: EffectDeviations = {
  ...{ email: 1, group: 0.7, emailGroup: 0.2 },
  ...{ option: 0.12, optionEmail: 0.12, optionGroup: 0.08, ownOption: 0.16 },
};
const OPTIONS = { outcome: "rate", offset: -3 } as const;

/** Emails with one shared option and one of their own, which each half of the emails has. */
const layoutOf = (emails: number): OptionLayout => ({
  groups: 2,
  shared: 1,
  emails: Array.from({ length: emails }, () => [0, NOT_SHARED]),
});

/** @param effectOf the effect of an option of an email, in log-odds */
function drawCells(
  { emails }: OptionLayout,
  sends: number,
  effectOf: (email: number, option: number) => number,
  random: RandomNumbers,
): OptionCell[] {
  return emails.flatMap((_, email) => {
    const level = -3 + 0.4 * drawNormal(random);
    return [0, 1].flatMap((group) =>
      [[], [0], [1], [0, 1]].map((options): OptionCell => {
        const effect = options.reduce((sum, option) => sum + effectOf(email, option), 0);
        const rate = 1 / (1 + Math.exp(-level - 0.5 * group - effect));
        return { email, group, options, size: sends, sum: drawBinomial(sends, rate, random) };
      }),
    );
  });
}

describe("option effects", () => {
  test("cover effects drawn from the prior in at least 93 of 100 intervals", () => {
    const random = createRandomNumbers(11);
    const layout = layoutOf(3);
    let covered = 0;
    let all = 0;
    for (let run = 0; run < 40; run++) {
      const shop = 0.12 * drawNormal(random);
      const effects = layout.emails.map(() => [
        shop + 0.12 * drawNormal(random),
        0.16 * drawNormal(random),
      ]);
      const cells = drawCells(layout, 400, (email, option) => effects[email]![option]!, random);
      const fitted = fitOptionEffects(layout, cells, DEVIATIONS, OPTIONS);
      const draws = Array.from({ length: 400 }, () => drawOptionEffects(fitted, random));
      layout.emails.forEach((_, email) =>
        [0, 1].forEach((option) => {
          const sampled = draws
            .map((draw) => {
              const at = { email, group: 0 };
              return (
                predictOption(layout, draw, { ...at, option }) -
                predictOption(layout, draw, { ...at, option: null })
              );
            })
            .sort((a, b) => a - b);
          all++;
          const truth = effects[email]![option]!;
          if (truth >= sampled[9]! && truth <= sampled[389]!) covered++;
        }),
      );
    }
    expect(covered / all).toBeGreaterThanOrEqual(0.93);
  });

  test("err less when they are pooled over emails than for each email alone", () => {
    const random = createRandomNumbers(12);
    const layout = layoutOf(6);
    let pooled = 0;
    let alone = 0;
    for (let run = 0; run < 25; run++) {
      const shop = 0.25 * drawNormal(random);
      const cells = drawCells(layout, 150, (_, option) => (option === 0 ? shop : 0), random);
      const errorOf = (part: readonly OptionCell[]) => {
        const { posterior } = fitOptionEffects(layout, part, DEVIATIONS, OPTIONS);
        const parts = effectPartsOf(layout, posterior.mean, { email: 0, group: 0, option: 0 });
        return (parts.shop + parts.email + parts.group - shop) ** 2;
      };
      pooled += errorOf(cells);
      alone += errorOf(cells.filter(({ email }) => email === 0));
    }
    expect(pooled).toBeLessThan(0.7 * alone);
  });

  test("have parts that add up to the effect", () => {
    const random = createRandomNumbers(13);
    const layout = layoutOf(2);
    const cells = drawCells(layout, 500, () => 0.2, random);
    const { mean } = fitOptionEffects(layout, cells, DEVIATIONS, OPTIONS).posterior;
    for (const option of [0, 1]) {
      const context = { email: 1, group: 1, option };
      const { shop, email, group } = effectPartsOf(layout, mean, context);
      const effect =
        predictOption(layout, mean, context) -
        predictOption(layout, mean, { ...context, option: null });
      expect(shop + email + group).toBeCloseTo(effect, 12);
    }
    expect(effectPartsOf(layout, mean, { email: 0, group: 0, option: null })).toEqual({
      ...{ shop: 0, email: 0, group: 0 },
    });
  });

  test("take deviations that the data shows, and keep the given ones without data", () => {
    const random = createRandomNumbers(14);
    const layout = layoutOf(20);
    const effects = layout.emails.map(() => [0, 0.35 * drawNormal(random)]);
    const cells = drawCells(layout, 2_000, (email, option) => effects[email]![option]!, random);
    const { deviations } = fitOptionDeviations(layout, cells, DEVIATIONS, OPTIONS);
    expect(deviations.ownOption).toBeGreaterThan(0.2);
    expect(deviations.optionEmail).toBeLessThan(0.09);
    expect(fitOptionDeviations(layout, [], DEVIATIONS, OPTIONS).deviations).toEqual(DEVIATIONS);
  });
});
