import { beforeAll, describe, expect, test } from "vitest";
import { IS_DEEP } from "../support/is-deep";
import { drawShopLaw, type ShopLaw } from "./laws/shop-law";
import { TUNING_SEEDS } from "./laws/seeds";
import { AUTOMATION_OFF, type Automation } from "./life/automation";
import { oneEmailAWeek } from "./life/knows-the-law";
import { liveShop } from "./life/live-shop";

const DAYS = 180;

/** One email a week from the first day on, except requested emails and abandonment flows. */
const ONE_A_WEEK: Automation = { ...AUTOMATION_OFF, factsFor: oneEmailAWeek };

const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;

describe("one email a week next to the merchant's caps, averaged over random draws", () => {
  const shops = TUNING_SEEDS.slice(0, IS_DEEP ? 40 : 20)
    .map(drawShopLaw)
    .filter(({ size }) => IS_DEEP || size === "small");
  let gains: readonly { readonly law: ShopLaw; readonly gain: number }[];
  beforeAll(() => {
    gains = shops.map((law) => {
      const off = liveShop(law, DAYS, AUTOMATION_OFF);
      const fewer = liveShop(law, DAYS, ONE_A_WEEK);
      return { law, gain: fewer.expectedMinor / off.expectedMinor - 1 };
    });
  });

  test("earns more in shops with email fatigue, so there is an effect to find", () => {
    const tiring = gains.filter(({ law }) => law.fatigue !== null);
    expect(mean(tiring.map(({ gain }) => gain))).toBeGreaterThan(0.035);
  });

  test("reduces the revenue of other shops, so there is something to lose", () => {
    const others = gains.filter(({ law }) => law.fatigue === null);
    expect(mean(others.map(({ gain }) => gain))).toBeLessThan(-0.005);
  });
});

test("a shop's life is deterministic, and its draws differ from another's", () => {
  const law = drawShopLaw(TUNING_SEEDS[0]!);
  const [once, again, other] = [law, law, drawShopLaw(TUNING_SEEDS[8]!)].map((it) =>
    liveShop(it, 60, AUTOMATION_OFF),
  );
  expect(again!.netMinor).toBe(once!.netMinor);
  expect(again!.sent.length).toBe(once!.sent.length);
  expect(other!.netMinor).not.toBe(once!.netMinor);
});
