import { describe, expect, test } from "vitest";
import { trialOf } from "~/experiments/optimization/experiment";
import { stepShares } from "~/experiments/policy/step-shares";

const experiment = { kind: "layout", variants: trialOf("products_first") } as const;
const wanted = {
  shares: [0.1, 0.9],
  groupShares: [
    [0.1, 0.9],
    [0.1, 0.9],
    [0.1, 0.9],
  ],
};

describe("stepShares", () => {
  test("takes the wanted shares if the email reaches few customers", () => {
    const { variants, isLimited } = stepShares(experiment, wanted, { reach: 0.2, isFree: false });
    expect(isLimited).toBe(false);
    expect(variants).toMatchObject([{ share: 0.1 }, { share: 0.9, groupShares: [0.9, 0.9, 0.9] }]);
  });

  test("affects at most a fifth of the customers before it is supported or approved", () => {
    const { variants, isLimited } = stepShares(experiment, wanted, { reach: 0.5, isFree: false });
    expect(isLimited).toBe(true);
    expect(variants[1]?.share).toBeCloseTo(0.4, 12);
    for (const share of variants[1]?.groupShares ?? []) expect(share).toBeCloseTo(0.4, 12);
    expect(variants[1]?.groupShares).toHaveLength(3);
  });

  test("then changes at most a fifth of the customers a day", () => {
    let variants = experiment.variants as ReturnType<typeof stepShares>["variants"];
    const seen = [0, 1, 2, 3].map(() => {
      variants = stepShares({ kind: "layout", variants }, wanted, {
        reach: 1,
        isFree: true,
      }).variants;
      expect(variants.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      return variants[1]?.share ?? 0;
    });
    [0.4, 0.6, 0.8, 0.9].forEach((share, day) => expect(seen[day]).toBeCloseTo(share, 9));
  });
});
