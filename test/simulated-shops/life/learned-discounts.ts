import { chooseDiscount, discountsFor, drawDiscount } from "~/experiments/offers/choose-discount";
import {
  DISCOUNT_TRIAL,
  judgeDiscounts,
  measureDiscountGain,
  stepDiscounts,
  type DrawnOutcome,
} from "~/experiments/offers/decide-discounts";
import { fitDiscountModel, type DiscountModel } from "~/experiments/offers/discount-model";
import type { CreditedOutcome } from "~/experiments/offers/needless-discounts";
import {
  drawByShares,
  OWN_VARIANT,
  RANDOM_DISCOUNT,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import type { DecisionShop } from "../laws/decision-shop";
import { expectMargins, playOfferRounds } from "./offer-rounds";

/** What a policy earns and gives on the same emails. */
interface DiscountTotals {
  marginMinor: number;
  coupons: number;
}

export interface LearnedDiscounts {
  readonly emails: number;
  /** The chosen discounts; the law with and without each customer's type; no discount; the merchant's own for all. */
  readonly by: Readonly<Record<DiscountPolicy, DiscountTotals>>;
  readonly model: DiscountModel;
}

export const DISCOUNT_POLICIES = ["chosen", "job", "law", "type", "none", "own", "all"] as const;
export type DiscountPolicy = (typeof DISCOUNT_POLICIES)[number];

/** The merchant's own discount and the most that Kindred may choose, in percent. */
const OWN_PERCENT = 10;
const MAX_PERCENT = 15;
/** As in the store: the newest emails count. */
const MAX_OUTCOMES = 50_000;
/** Shares of the emails move by a fifth of the customers at most each day: within a round they arrive. */
const STEPS_PER_ROUND = 5;

/**
 * Learns discounts in a shop by the product's functions, and compares what is chosen in the last rounds with what the
 * shop's law would choose, by the expected net margin of 30 days, over the emails whose discount is not drawn at random.
 *
 * @param warmUp rounds with the merchant's discount before it begins
 * @param learning rounds, of which the last `measured` are compared
 */
export function learnDiscounts(
  law: DecisionShop,
  {
    warmUp,
    learning,
    measured,
  }: { readonly warmUp: number; readonly learning: number; readonly measured: number },
): LearnedDiscounts {
  const percents = discountsFor(OWN_PERCENT, MAX_PERCENT);
  const { marginRate } = law.choices;
  const usualOrderMinor = law.unitPriceMinor * law.unitsStep * law.meanSteps;
  const fit = (outcomes: readonly DrawnOutcome[]) =>
    fitDiscountModel(outcomes, { marginRate, usualOrderMinor });
  const outcomes: (DrawnOutcome & CreditedOutcome)[] = [];
  let model = fit([]);
  const sharesOf = new Map<string, readonly VariantShare[]>();
  const held = new Set<string>();
  const by = Object.fromEntries(
    DISCOUNT_POLICIES.map((it) => [it, { marginMinor: 0, coupons: 0 }]),
  ) as Record<DiscountPolicy, DiscountTotals>;
  let emails = 0;
  const rounds = warmUp + learning;

  playOfferRounds(law, rounds, {
    drawFor(offered, round) {
      const { email, recipient, id } = offered;
      if (round < warmUp) return { variant: OWN_VARIANT, percent: OWN_PERCENT, propensity: 1 };
      const variants = sharesOf.get(email) ?? DISCOUNT_TRIAL;
      const drawKey = `${law.seed}|offer/${email}|${id}`;
      const { variant } = drawByShares(variants, drawKey);
      const chosen = held.has(email)
        ? OWN_PERCENT
        : chooseDiscount(model, { email, recipient }, percents).chosen.percent;
      const drawn = drawDiscount(
        variant,
        { variants, percents, ownPercent: OWN_PERCENT, chosenPercent: chosen },
        drawKey,
      );
      if (round >= rounds - measured && variant !== RANDOM_DISCOUNT) {
        const margins = expectMargins(law, offered, percents);
        const best = (of: (it: (typeof margins)[number]) => number) =>
          margins.reduce((most, it) => (of(it) > of(most) + 1e-9 ? it : most)).percent;
        const given: Record<DiscountPolicy, number> = {
          ...{ chosen, job: drawn.percent, none: 0, own: OWN_PERCENT, all: MAX_PERCENT },
          law: best(({ mean }) => mean),
          type: best(({ known }) => known),
        };
        emails += 1;
        for (const policy of DISCOUNT_POLICIES) {
          by[policy].marginMinor += margins.find((it) => it.percent === given[policy])!.known;
          if (given[policy] > 0) by[policy].coupons += 1;
        }
      }
      return drawn;
    },
    notice(_, outcome, round) {
      if (round >= warmUp) outcomes.push(outcome);
    },
    endRound(round) {
      if (round < warmUp) return;
      model = fit(outcomes.slice(-MAX_OUTCOMES));
      for (const [email, its] of Map.groupBy(outcomes, (it) => it.email)) {
        if (held.has(email)) continue;
        const days = (round - warmUp + 1) * 30;
        if (judgeDiscounts(its, days).isWorse) {
          held.add(email);
          sharesOf.set(email, [{ variant: OWN_VARIANT, text: null, share: 1 }]);
          continue;
        }
        const recipients = its.toReversed().map((it) => ({ ...it, ownPercent: OWN_PERCENT }));
        const gain = measureDiscountGain(model, recipients, MAX_PERCENT);
        for (let step = 0; step < STEPS_PER_ROUND; step++) {
          const after = stepDiscounts(sharesOf.get(email) ?? DISCOUNT_TRIAL, gain, {
            ...{ reach: 0.5, isApproved: false, isProposed: true },
          });
          if (after) sharesOf.set(email, after.variants);
        }
      }
    },
  });
  return { emails, by, model };
}
