import { beforeAll, expect, test } from "vitest";
import { IS_DEEP } from "../support/depth";
import { ACCEPTANCE_SEEDS } from "./laws/seeds";
import { drawShopLaw, type ShopLaw } from "./laws/shop-law";
import { learnFrequency, type Rollout } from "./life/learned-frequency";
import { AUTOMATION_OFF, liveShop, SETTINGS } from "./life/live-shop";

const DAYS = 180;
/** Of those that rules are tuned on: with fatigue, without, and one whose limits begin. */
const FEW_SEEDS = [1_000, 1_003, 1_020];

interface Compared {
  readonly law: ShopLaw;
  readonly rollout: Rollout;
  /** Of net revenue, beside the same shop without learned limits. */
  readonly net: number;
  readonly expected: number;
}

let shops: readonly Compared[];

beforeAll(() => {
  shops = (IS_DEEP ? ACCEPTANCE_SEEDS : FEW_SEEDS).map((seed) => compare(drawShopLaw(seed)));
  if (IS_DEEP) console.table(tableOf(shops));
});

/** One shop with learned limits and without, on the same luck. */
function compare(law: ShopLaw): Compared {
  const learned = learnFrequency(law.seed, SETTINGS.marketingCapPer7Days);
  const on = liveShop(law, DAYS, learned);
  const { rollout } = learned;
  // As long as nothing is learned both lives are one.
  const off = rollout.beganOn === null ? on : liveShop(law, DAYS, AUTOMATION_OFF);
  const gain = (key: "netMinor" | "expectedMinor") => on[key] / off[key] - 1;
  return { law, rollout, net: gain("netMinor"), expected: gain("expectedMinor") };
}

test("learned limits cost at most one shop in twenty net revenue", () => {
  const harmed = shops.filter(({ net }) => net < 0);
  expect(harmed.length).toBeLessThanOrEqual(shops.length / 20);
});

test("nothing is limited where customers do not tire of email", () => {
  const acted = shops.filter(({ law, rollout }) => !law.fatigue && rollout.beganOn !== null);
  expect(acted.length).toBeLessThanOrEqual(shops.length / 20);
});

test("limits begin in some shops whose customers do", () => {
  expect(shops.filter(({ rollout }) => rollout.beganOn !== null)).not.toEqual([]);
});

const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** As in docs/benchmarks/safe-sending.md. */
function tableOf(all: readonly Compared[]) {
  return [true, false].map((isTiring) => {
    const own = all.filter(({ law }) => (law.fatigue !== null) === isTiring);
    return {
      customers: isTiring ? "tire of email" : "do not",
      shops: own.length,
      acted: own.filter(({ rollout }) => rollout.beganOn !== null).length,
      reverted: own.filter(({ rollout }) => rollout.revertedBy !== null).length,
      "net ≥ without": own.filter(({ net }) => net >= 0).length,
      net: percent(mean(own.map(({ net }) => net))),
      expected: percent(mean(own.map(({ expected }) => expected))),
    };
  });
}
