import { effectPartsOf } from "~/ml/experiments/option-effects";
import type { PolicyReasons } from "../optimization/policy-evidence";
import { emailValueOf, outlookOf, rateAt, type ValueModel } from "./value-model";

/** An option's expected value, and why it differs from the merchant's own. */
interface ExplainedOption {
  /** Of one email, in minor units. */
  readonly value: number;
  readonly reasons: PolicyReasons;
}

/**
 * Explains an option by parts that add up to its expected value at the posterior means: the value of the merchant's
 * own, then what its effect on clicks in the whole shop, in this email and in the groups adds, then the difference in
 * what a click earns and in unsubscribes. Money is the mean over the groups; percentages are relative to the clicks of
 * the merchant's own.
 *
 * @param weights share of each group, with sum 1
 */
export function explainOption(
  model: ValueModel,
  {
    email,
    option,
    weights,
  }: {
    readonly email: number;
    readonly option: number | null;
    readonly weights: readonly number[];
  },
): ExplainedOption {
  const means = {
    clicks: model.clicks.posterior.mean,
    unsubscribes: model.unsubscribes.posterior.mean,
    values: model.values.posterior.mean,
  };
  const sum = { base: 0, shop: 0, email: 0, group: 0, clickValue: 0, unsubscribes: 0 };
  const clicks = { base: 0, shop: 0, email: 0, group: 0 };
  weights.forEach((weight, group) => {
    const own = outlookOf(model, means, { email, group, option: null });
    const its = outlookOf(model, means, { email, group, option });
    const parts = effectPartsOf(model.layout, means.clicks, { email, group, option });
    const start = Math.log(own.clickRate / (1 - own.clickRate));
    const afterShop = rateAt(start + parts.shop);
    const afterEmail = rateAt(start + parts.shop + parts.email);
    clicks.base += weight * own.clickRate;
    clicks.shop += weight * (afterShop - own.clickRate);
    clicks.email += weight * (afterEmail - afterShop);
    clicks.group += weight * (its.clickRate - afterEmail);
    sum.base += weight * emailValueOf(model, own);
    sum.shop += weight * (afterShop - own.clickRate) * own.clickValue;
    sum.email += weight * (afterEmail - afterShop) * own.clickValue;
    sum.group += weight * (its.clickRate - afterEmail) * own.clickValue;
    sum.clickValue += weight * its.clickRate * (its.clickValue - own.clickValue);
    sum.unsubscribes -= weight * (its.unsubscribeRate - own.unsubscribeRate) * model.lostSubscriber;
  });
  const part = (name: "shop" | "email" | "group") => ({
    money: sum[name],
    clicks: clicks[name] / clicks.base,
  });
  return {
    value: Object.values(sum).reduce((all, money) => all + money, 0),
    reasons: {
      base: sum.base,
      shop: part("shop"),
      email: part("email"),
      group: part("group"),
      clickValue: sum.clickValue,
      unsubscribes: sum.unsubscribes,
    },
  };
}
