import type { OfferRecipient } from "~/experiments/offers/offer-recipient";
import type { DrawnOutcome } from "~/experiments/offers/decide-discounts";
import type { CreditedOutcome } from "~/experiments/offers/needless-discounts";
import type { DrawnDiscount } from "~/experiments/offers/choose-discount";
import { FREQUENCY_GROUPS } from "~/predictions/history/email-habits";
import { OFFER_TYPES, type OfferType } from "../laws/choice-ranges";
import { OWN_CONTENT } from "../laws/content-law";
import {
  drawCustomers,
  drawOrder,
  meanOrderMinor,
  orderChance,
  reactionTo,
  type CustomerLaw,
  type CustomerState,
} from "../laws/customer-law";
import type { DecisionShop } from "../laws/decision-shop";
import { draw, type Purpose } from "../laws/draws";
import {
  COUPON_DAYS,
  offerTypeWeights,
  redeemChance,
  WAITING_DAYS,
  waitingFactor,
} from "../laws/offer-law";
import type { MessageKind } from "../laws/ranges";

/** The emails with a discount: of these flows. */
const OFFER_EMAILS = ["checkout", "welcome", "win_back"] as const satisfies readonly MessageKind[];
type OfferEmail = (typeof OFFER_EMAILS)[number];

const ROUND_DAYS = 30;
const YEAR_ROUNDS = 12;
/** Days after the last order from which a customer is won back, unless they buy at an own interval. */
const LAPSED_DAYS = 75;

/** A customer with what happened to them. */
interface Buyer {
  readonly law: CustomerLaw;
  lastOrderDay: number | null;
  lastOrderShare: number;
  isAway: boolean;
  /** Day of each coupon. */
  coupons: number[];
  orders: { readonly day: number; readonly isDiscounted: boolean; readonly listMinor: number }[];
  wonBackOn: number;
}

/** An email with a place for a discount, on its day. */
interface Offered {
  readonly id: string;
  readonly email: OfferEmail;
  readonly recipient: OfferRecipient;
  readonly buyer: Buyer;
  readonly day: number;
}

/**
 * A shop over rounds of 30 days, in which each customer gets at most one email with a place for a discount: after an
 * abandoned checkout, after signing up, or after a long time without an order. Orders come by the shop's law; returns and
 * other emails are left out.
 *
 * @param drawFor the discount of an email, before anything after it is known
 * @param notice receives each email with what followed within 30 days
 */
export function playOfferRounds(
  law: DecisionShop,
  rounds: number,
  {
    drawFor,
    notice,
    endRound,
  }: {
    readonly drawFor: (offered: Offered, round: number) => DrawnDiscount;
    readonly notice: (
      offered: Offered,
      outcome: DrawnOutcome & CreditedOutcome,
      round: number,
    ) => void;
    readonly endRound: (round: number) => void;
  },
): void {
  const buyers = drawCustomers(law, rounds * ROUND_DAYS).map((it): Buyer => ({
    law: it,
    ...{ lastOrderDay: it.lastOrderDay, lastOrderShare: 1, isAway: it.isAway },
    ...{ coupons: [], orders: [], wonBackOn: -Infinity },
  }));
  for (let round = 0; round < rounds; round++) {
    const day = round * ROUND_DAYS;
    for (const buyer of buyers) {
      const { joinsOn } = buyer.law;
      if (joinsOn >= day + ROUND_DAYS) continue;
      live(law, buyer, round, { drawFor, notice });
    }
    endRound(round);
  }
}

function live(
  law: DecisionShop,
  buyer: Buyer,
  round: number,
  { drawFor, notice }: Pick<Parameters<typeof playOfferRounds>[2], "drawFor" | "notice">,
): void {
  const day = round * ROUND_DAYS;
  const { customer } = buyer.law;
  const uniform = (purpose: Purpose, nth = 0) => draw(law.seed, customer, day, purpose, nth);
  const email = buyer.law.isSubscribed ? findEmail(law, buyer, day, uniform("checkout")) : null;
  const offered = email && {
    ...{ id: `${customer}/${day}`, email, buyer, day },
    recipient: recipientOf(buyer, day),
  };
  const drawn = offered && drawFor(offered, round);
  const percent = drawn?.percent ?? 0;
  if (percent > 0) buyer.coupons.push(day);
  const { soon, later, caused } = ratesOf(law, buyer, offered, percent);
  const { offers } = law.choices;
  const placed = [
    { chance: caused, isCaused: true, isInTime: true },
    { chance: soon, isCaused: false, isInTime: true },
    { chance: later, isCaused: false, isInTime: false },
  ].flatMap(({ chance, isCaused, isInTime }, nth) => {
    if (uniform("order", nth) >= 1 - Math.exp(-chance)) return [];
    const order = drawOrder({ ...law, returnShare: 0 }, buyer.law, day, nth);
    const isDiscounted =
      percent > 0 &&
      isInTime &&
      uniform("redeems", nth) < redeemChance(offers, buyer.law.offerType, isCaused);
    return [{ ...order, isCaused, isDiscounted }];
  });
  for (const { netMinor, share, isLast, isDiscounted } of placed) {
    buyer.orders.push({ day: day + 1, isDiscounted, listMinor: netMinor });
    buyer.lastOrderDay = day + 7;
    buyer.lastOrderShare = share;
    buyer.isAway = isLast;
  }
  if (!offered || !drawn) return;
  const listMinor = placed.reduce((sum, it) => sum + it.netMinor, 0);
  const discountMinor = placed.reduce(
    (sum, it) => sum + (it.isDiscounted ? (it.netMinor * percent) / 100 : 0),
    0,
  );
  notice(
    offered,
    {
      month: String(round),
      ...{ email: offered.email, recipient: offered.recipient, variant: drawn.variant },
      ...{ percent, propensity: drawn.propensity, orders: placed.length },
      ...{ listMinor, netMinor: listMinor - discountMinor },
      costMinor: (1 - law.choices.marginRate) * listMinor,
      ...{ customer: String(customer), usualDiscount: 0, emailsInPeriod: 1 },
      credited: placed.filter(({ isCaused }) => isCaused).length,
    },
    round,
  );
}

function findEmail(
  law: DecisionShop,
  buyer: Buyer,
  day: number,
  uniform: number,
): OfferEmail | null {
  const { joinsOn, ordersPer28Days, intervalDays } = buyer.law;
  if (joinsOn > 0 && joinsOn >= day) return "welcome";
  if (uniform < 1 - Math.exp(-ordersPer28Days * law.checkoutsPerOrder)) return "checkout";
  const lapsed = intervalDays === null ? LAPSED_DAYS : 1.5 * intervalDays;
  const isLapsed = buyer.lastOrderDay !== null && day - buyer.lastOrderDay > lapsed;
  if (!isLapsed || day - buyer.wonBackOn < 3 * ROUND_DAYS) return null;
  buyer.wonBackOn = day;
  return "win_back";
}

/** What the shop knows of a customer before an email. */
function recipientOf({ orders, coupons, lastOrderDay, law }: Buyer, day: number): OfferRecipient {
  const its = orders.filter((it) => it.day > day - YEAR_ROUNDS * ROUND_DAYS);
  const engagedOn = its.at(-1)?.day ?? lastOrderDay;
  const isEngaged = engagedOn !== null && day - engagedOn <= 90;
  const isNew = law.joinsOn > day - 30 && law.joinsOn > 0 && coupons.length === 0;
  return {
    // An order before the beginning is known too.
    orders: its.length + (its.length === 0 && lastOrderDay !== null && lastOrderDay <= 0 ? 1 : 0),
    daysSinceOrder: lastOrderDay === null || day - lastOrderDay > 365 ? null : day - lastOrderDay,
    discountedOrders: its.filter(({ isDiscounted }) => isDiscounted).length,
    listMinor: its.reduce((sum, { listMinor }) => sum + listMinor, 0),
    group: isEngaged
      ? FREQUENCY_GROUPS.engaged
      : isNew
        ? FREQUENCY_GROUPS.new
        : FREQUENCY_GROUPS.quiet,
  };
}

function stateOf(law: DecisionShop, buyer: Buyer, day: number, type: OfferType): CustomerState {
  const recent = buyer.coupons.filter((it) => it > day - WAITING_DAYS && it < day).length;
  return {
    lastOrderDay: buyer.lastOrderDay,
    lastEngagedDay: buyer.lastOrderDay,
    lastOrderShare: buyer.lastOrderShare,
    isAway: buyer.isAway,
    ...{ hasLeft: false, recentMessages: 0 },
    isWaiting: type === "deal_seeker" && recent >= law.choices.offers.waitsFrom,
  };
}

/** Expected orders of a round: without the email while a coupon would be valid and after that, and by the email. */
function ratesOf(
  law: DecisionShop,
  buyer: Buyer,
  offered: Pick<Offered, "email" | "day"> | null,
  percent: number,
  type: OfferType = buyer.law.offerType,
) {
  const day = offered?.day ?? 0;
  const person = { ...buyer.law, offerType: type };
  const state = stateOf(law, buyer, day, type);
  const patient = { ...state, isWaiting: false };
  const chance = (ahead: number) => orderChance(law, person, patient, day + ahead);
  const waits = waitingFactor(law.choices.offers, state.isWaiting);
  const soon = ((chance(2) + chance(7) + chance(12)) / 3) * COUPON_DAYS * (percent > 0 ? 1 : waits);
  const later = ((chance(17) + chance(26)) / 2) * (ROUND_DAYS - COUPON_DAYS) * waits;
  if (!offered) return { soon, later, caused: 0 };
  const chosen = {
    ...{ content: OWN_CONTENT, offerPercent: percent, email: offered.email },
    ...{ hour: 12, delayHours: 0 },
  };
  const { buys } = reactionTo(law, person, state, { kind: offered.email, day, chosen });
  return { soon, later, caused: buys };
}

/** Expected net margin of the 30 days after an email with a discount, if the customer is of a type. */
function expectMargin(
  law: DecisionShop,
  { buyer, email, day }: Offered,
  percent: number,
  type: OfferType,
): number {
  const { soon, later, caused } = ratesOf(law, buyer, { email, day }, percent, type);
  const { offers, marginRate } = law.choices;
  const discount = (isCaused: boolean) => (percent / 100) * redeemChance(offers, type, isCaused);
  const orderMinor = meanOrderMinor({ ...law, returnShare: 0 }, buyer.law);
  return (
    orderMinor *
    (caused * (marginRate - discount(true)) +
      soon * (marginRate - discount(false)) +
      later * marginRate)
  );
}

/** What each discount earns of a customer: with their type, and as the mean over the types of the shop's law. */
export function expectMargins(law: DecisionShop, offered: Offered, percents: readonly number[]) {
  const { law: customer } = offered.buyer;
  const weights = offerTypeWeights(
    law.choices.offers,
    customer.ordersPer28Days / law.ordersPer28Days,
  );
  const all = weights.reduce((sum, it) => sum + it, 0);
  return percents.map((percent) => ({
    percent,
    known: expectMargin(law, offered, percent, customer.offerType),
    mean: OFFER_TYPES.reduce(
      (sum, type, n) => sum + ((weights[n] ?? 0) / all) * expectMargin(law, offered, percent, type),
      0,
    ),
  }));
}
