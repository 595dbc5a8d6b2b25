import fc from "fast-check";
import { expect, test } from "vitest";
import { MERCHANT_SETTING, OWN_VARIANT, trialOf } from "~/experiments/optimization/experiment";
import { limitShares, MAX_AFFECTED_SHARE } from "~/experiments/optimization/limit-shares";

const layout = { kind: "layout", variants: trialOf("best_hour") } as const;
const winner = [
  { variant: OWN_VARIANT, text: null, share: 0.1 },
  { variant: "best_hour", text: null, share: 0.9 },
];

test("applies the best result in full to an email that few customers get", () => {
  expect(limitShares(layout, winner, 0.2)).toEqual({ variants: winner, isLimited: false });
});

test("applies a change to a fifth of the customers before approval when all get the email", () => {
  const { variants, isLimited } = limitShares(layout, winner, 1);
  expect(isLimited).toBe(true);
  expect(variants.map(({ share }) => share)).toEqual([expect.closeTo(0.8), expect.closeTo(0.2)]);
});

test("never affects more than a fifth, and keeps the sum of shares at one", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, fc.constantFrom("subject", "hour"), (tried, reach, kind) => {
      const after = [
        { ...MERCHANT_SETTING[0]!, share: 1 - tried },
        { variant: "best_hour", text: null, share: tried },
      ];
      const { variants } = limitShares({ kind, variants: after }, after, reach);
      const set = kind === "subject" ? 0.5 : 1;
      const [own, other] = variants.map((it) => it.share);
      expect(own! + other!).toBeCloseTo(1);
      const touched = Math.max(0, own! - set) + Math.max(0, other! - (1 - set));
      return reach * touched <= MAX_AFFECTED_SHARE + 1e-9;
    }),
  );
});
