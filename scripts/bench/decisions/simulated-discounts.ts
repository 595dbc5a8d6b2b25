import { drawDecisionShop } from "../../../test/simulated-shops/laws/decision-shop";
import { DECISION_ACCEPTANCE_SEEDS } from "../../../test/simulated-shops/laws/seeds";
import {
  DISCOUNT_POLICIES,
  learnDiscounts,
  type DiscountPolicy,
  type LearnedDiscounts,
} from "../../../test/simulated-shops/life/learned-discounts";
import type { Table } from "../table";

const CUSTOMERS = 20_000;
/** Rounds of 30 days. */
const ROUNDS = { warmUp: 6, learning: 12, measured: 3 };

const NAMES: Readonly<Record<DiscountPolicy, string>> = {
  chosen: "chosen discounts",
  job: "as drawn, with the control",
  law: "law, without the customer's type",
  type: "law, with the customer's type",
  none: "no discount",
  own: "10% for everyone",
  all: "15% for everyone",
};

/** What chosen discounts earn on simulated shops of 20,000 customers, next to policies that know the shop's law. */
export function discountTable(shops: number): Table {
  const learned = DECISION_ACCEPTANCE_SEEDS.slice(0, shops).map((seed) =>
    learnDiscounts({ ...drawDecisionShop(seed, "medium"), customers: CUSTOMERS }, ROUNDS),
  );
  return {
    title: `Discounts on simulated shops of ${CUSTOMERS.toLocaleString("en")} customers`,
    intro: [
      "The first shops of the acceptance set. Each customer gets at most one email with a place for a discount in 30 days: after an abandoned checkout, after signing up, or after a long time without an order. After half a year with the merchant's 10%, discounts are learned for nine months; the last three of twelve are compared by the expected net margin of 30 days, over the emails whose discount is not drawn at random.",
      "Profit: net margin of the recipients relative to that of the policy that knows the law but not a customer's type. Gain: the part of that policy's gain over no discount. Coupons: share of the emails with one.",
    ],
    columns: [
      "policy",
      "shops",
      "profit",
      "profit, lowest shop",
      "gain",
      "coupons",
      "coupons, most",
    ],
    rows: DISCOUNT_POLICIES.map((policy) => rowOf(learned, policy)),
  };
}

function rowOf(learned: readonly LearnedDiscounts[], policy: DiscountPolicy) {
  const relative = learned.map(({ by }) => by[policy].marginMinor / by.law.marginMinor);
  const coupons = learned.map(({ by, emails }) => by[policy].coupons / emails);
  const gainOf = (it: DiscountPolicy) =>
    mean(learned.map(({ by }) => by[it].marginMinor / by.none.marginMinor - 1));
  return [
    ...[NAMES[policy], learned.length, percent(mean(relative))],
    ...[percent(Math.min(...relative)), percent(gainOf(policy) / gainOf("law"))],
    ...[percent(mean(coupons)), percent(Math.max(...coupons))],
  ];
}

const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
