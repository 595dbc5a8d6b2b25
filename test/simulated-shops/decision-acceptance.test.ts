import { expect, test } from "vitest";
import { IS_DEEP } from "../support/is-deep";
import { acceptanceShops, judgeAcceptance } from "./life/decision-acceptance";

/** The acceptance of `npm run bench -- acceptance`, on few shops and days; `npm run test:deep` has more. */
const DAYS = IS_DEEP ? 180 : 75;
const SHOPS = IS_DEEP ? 20 : 2;

test("Kindred's decisions cost no acceptance shop much, and never more than the law could gain", () => {
  const { shops, gains, regret } = judgeAcceptance(acceptanceShops("small", SHOPS), DAYS);
  expect(shops).toBe(SHOPS);
  for (const gain of gains.expected) expect(gain).toBeGreaterThan(-0.05);
  expect(gains.law.reduce((sum, it) => sum + it, 0)).toBeGreaterThan(0);
  expect(regret).toBeGreaterThan(0);
});

test("takes its shops from the whole acceptance set, each once", () => {
  const seeds = acceptanceShops("small", 100).map(({ seed }) => seed);
  expect(new Set(seeds).size).toBe(100);
});
