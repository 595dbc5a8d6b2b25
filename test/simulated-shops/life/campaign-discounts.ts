import { chooseDiscount, discountsIn, drawDiscount } from "~/experiments/offers/choose-discount";
import {
  DISCOUNT_TRIAL,
  judgeDiscounts,
  measureDiscountGain,
  stepDiscounts,
  type DrawnOutcome,
} from "~/experiments/offers/decide-discounts";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { fitDiscountModel, offerEmailOf } from "~/experiments/offers/discount-model";
import type { CreditedOutcome } from "~/experiments/offers/needless-discounts";
import type { OfferRecipient } from "~/experiments/offers/offer-recipient";
import { OfferSettings } from "~/experiments/offers/offer-settings";
import { OFFER_OUTCOME_DAYS } from "~/experiments/offers/order-history.server";
import { usualDiscountByMonth, type UnofferedOrders } from "~/experiments/offers/usual-discount";
import {
  CAMPAIGN_OFFER_SCOPE,
  drawByShares,
  MERCHANT_SETTING,
} from "~/experiments/optimization/experiment";
import type { DecisionShop } from "../laws/decision-shop";
import type { PlacedOrder } from "./automation";
import type { Person } from "./person";
import { BEGAN_MS, DAY_MS, HOUR_MS } from "./times";

/** As in the store (`order-history.server.ts`). */
const BEFORE_DAYS = 365;
const DISCOUNTED_BELOW = 0.97;
/** Days between two fits; in the product, one. */
const FIT_DAYS = 7;
const CREDITED_MS =
  SendingSettings.parse({ senderAddress: "hello@kettle.example" }).attributionWindowHours * HOUR_MS;
const { maxDiscountPercent } = OfferSettings.parse({});
const EMAIL = offerEmailOf(CAMPAIGN_OFFER_SCOPE);

/** An email whose discount was drawn. */
interface DrawnEmail extends Pick<
  DrawnOutcome,
  "recipient" | "variant" | "percent" | "propensity"
> {
  readonly person: Person;
  readonly campaign: string;
  readonly atMs: number;
  readonly ownPercent: number;
  clickedMs: number;
  credited: number;
}

/**
 * The product's discounts of campaigns (`change-offers.server.ts`), with facts collected in memory. The merchant lets
 * Kindred choose in each campaign with a discount, and approves each proposal a day later.
 */
export function chooseCampaignDiscounts({ seed, choices: { marginRate }, ...law }: DecisionShop) {
  const usualOrderMinor = law.unitPriceMinor * law.unitsStep * law.meanSteps;
  const drawn: DrawnEmail[] = [];
  const ordersOf = new Map<Person, PlacedOrder[]>();
  const emailsOf = new Map<Person, DrawnEmail[]>();
  const fit = (outcomes: readonly DrawnOutcome[]) =>
    fitDiscountModel(outcomes, { marginRate, usualOrderMinor });
  let model = fit([]);
  let variants = DISCOUNT_TRIAL;
  let gain: ReturnType<typeof measureDiscountGain> | null = null;
  let isHeld = false;
  let approvedFrom = Infinity;

  function recipientOf(person: Person, group: number, atMs: number): OfferRecipient {
    const its = (ordersOf.get(person) ?? []).filter(
      (it) => it.atMs <= atMs && it.atMs > atMs - BEFORE_DAYS * DAY_MS,
    );
    // An order before the beginning is known too.
    const before = its.length === 0 && person.lastOrderDay !== null ? 1 : 0;
    const lastMs = person.lastOrderDay === null ? null : BEGAN_MS + person.lastOrderDay * DAY_MS;
    const days = lastMs === null ? null : (atMs - (its.at(-1)?.atMs ?? lastMs)) / DAY_MS;
    return {
      orders: its.length + before,
      daysSinceOrder: days !== null && days <= BEFORE_DAYS ? days : null,
      discountedOrders: its.filter(isDiscounted).length,
      listMinor: its.reduce((sum, it) => sum + listOf(it), 0) + before * usualOrderMinor,
      group,
    };
  }

  /** As in the store (`sumUnofferedOrders`). */
  function unofferedOrders(): UnofferedOrders[] {
    return [...ordersOf].flatMap(([person, orders]) => {
      const offeredMs = (emailsOf.get(person) ?? []).flatMap((it) =>
        it.percent > 0 ? [it.atMs] : [],
      );
      return orders
        .filter((it) => !offeredMs.some((ms) => ms <= it.atMs && ms > it.atMs - PERIOD_MS))
        .map((it) => ({
          ...{ month: monthOf(it.atMs), orders: 1 },
          ...{ listMinor: listOf(it), netMinor: it.netMinor },
        }));
    });
  }

  function outcomesAt(nowMs: number) {
    const usualDiscountIn = usualDiscountByMonth(unofferedOrders());
    return drawn
      .filter(({ atMs }) => atMs <= nowMs - PERIOD_MS)
      .map(
        ({
          person,
          atMs,
          ...its
        }): DrawnOutcome & CreditedOutcome & { readonly ownPercent: number } => {
          const isIn = (it: { readonly atMs: number }) =>
            it.atMs > atMs && it.atMs <= atMs + PERIOD_MS;
          const orders = (ordersOf.get(person) ?? []).filter(isIn);
          const sum = (of: (it: PlacedOrder) => number) =>
            orders.reduce((all, it) => all + of(it), 0);
          return {
            ...its,
            ...{
              customer: person.profileId,
              email: EMAIL,
              month: monthOf(atMs),
              usualDiscount: usualDiscountIn(monthOf(atMs)),
            },
            ...{
              orders: orders.length,
              listMinor: sum(listOf),
              netMinor: sum((it) => it.netMinor),
            },
            costMinor: sum((it) => it.netMinor - it.profitMinor),
            emailsInPeriod: 1 + (emailsOf.get(person) ?? []).filter(isIn).length,
          };
        },
      );
  }

  function refit(day: number): void {
    const outcomes = outcomesAt(BEGAN_MS + day * DAY_MS);
    model = fit(outcomes);
    if (judgeDiscounts(outcomes, day).isWorse) {
      isHeld = true;
      variants = MERCHANT_SETTING;
      return;
    }
    gain = measureDiscountGain(model, outcomes.toReversed(), maxDiscountPercent);
  }

  function followGain(day: number): void {
    if (isHeld || gain === null) return;
    const step = stepDiscounts(variants, gain, {
      ...{ reach: 1, isApproved: approvedFrom <= day, isProposed: approvedFrom < Infinity },
    });
    if (step === null) return;
    variants = step.variants;
    if (step.awaitsApproval) approvedFrom = Math.min(approvedFrom, day + 1);
  }

  return {
    /** A campaign's discount for a customer of a group, in percent. */
    draw(
      person: Person,
      campaign: string,
      ownPercent: number,
      group: number,
      atMs: number,
    ): number {
      const percents = discountsIn(true, ownPercent, maxDiscountPercent);
      const recipient = recipientOf(person, group, atMs);
      const { chosen } = chooseDiscount(model, { email: EMAIL, recipient }, percents);
      const { variant } = drawByShares(variants, `${seed}|offer|${person.profileId}`);
      const discounts = { variants, percents, ownPercent, chosenPercent: chosen.percent };
      const email = {
        ...drawDiscount(variant, discounts, `${seed}|offer|${person.profileId}/${campaign}`),
        ...{ recipient, person, campaign, atMs },
        ...{ ownPercent, clickedMs: -Infinity, credited: 0 },
      };
      drawn.push(email);
      const own = emailsOf.get(person) ?? [];
      emailsOf.set(person, own);
      own.push(email);
      return email.percent;
    },
    click(person: Person, campaign: string, atMs: number): void {
      const email = emailsOf.get(person)?.find((it) => it.campaign === campaign);
      if (email) email.clickedMs = atMs;
    },
    order(person: Person, order: PlacedOrder): void {
      const its = ordersOf.get(person) ?? [];
      ordersOf.set(person, its);
      its.push(order);
      // The last click in the attribution window gets the credit.
      const clicked = (emailsOf.get(person) ?? []).filter(
        ({ clickedMs }) => clickedMs <= order.atMs && clickedMs > order.atMs - CREDITED_MS,
      );
      clicked.sort((a, b) => b.clickedMs - a.clickedMs);
      if (clicked[0]) clicked[0].credited += 1;
    },
    learn(day: number): void {
      if (isHeld) return;
      if (day > OFFER_OUTCOME_DAYS && day % FIT_DAYS === 0) refit(day);
      followGain(day);
    },
  };
}

const PERIOD_MS = OFFER_OUTCOME_DAYS * DAY_MS;
const monthOf = (ms: number) => new Date(ms).toISOString().slice(0, 7);
const listOf = ({ netMinor, discountMinor }: PlacedOrder) => netMinor + discountMinor;
const isDiscounted = (order: PlacedOrder) => order.netMinor < DISCOUNTED_BELOW * listOf(order);
