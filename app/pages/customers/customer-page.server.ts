import type { Db } from "~/db.server";
import type { MarketingState } from "~/events/event";
import { waitsForDiscounts } from "~/experiments/offers/offer-recipient";
import { NO_ORDERS, sumOrdersAround } from "~/experiments/offers/order-history.server";
import { profileIdOfCustomer, type CustomerId, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { listTimeline, type TimelineItem } from "./customer-timeline.server";
import { discountHabitOf, type DiscountHabit } from "~/profiles/discount-habit";
import { SALE } from "~/profiles/order-standing-sql.server";
import { daysSinceLastOrder } from "~/profiles/profile";
import { findProfile } from "~/profiles/profile-store.server";
import { SuppressionReason } from "~/profiles/suppression-reason";

export interface CustomerPageData {
  readonly customerId: CustomerId;
  readonly profileId: ProfileId;
  readonly name: string | null;
  readonly email: string | null;
  readonly city: string | null;
  readonly countryCode: string | null;
  readonly currency: string;
  readonly timeZone: string;
  readonly consent: { readonly state: MarketingState; readonly changedAt: string | null };
  /** Reasons for suppressing the address, regardless of consent. */
  readonly suppressions: readonly SuppressionReason[];
  readonly orderCount: number;
  readonly netSpendMinor: number;
  readonly averageOrderMinor: number | null;
  readonly firstOrderAt: string | null;
  readonly lastOrderAt: string | null;
  readonly daysSinceLastOrder: number | null;
  readonly medianGapDays: number | null;
  /** Whether nearly all orders of a year were below the list price. */
  readonly waitsForDiscounts: boolean;
  /** How often the orders of a year had a discount code; null: too few orders. */
  readonly discountHabit: DiscountHabit | null;
  /** Product types by share of spend, largest first; shares are fractions of 1. */
  readonly affinities: readonly { readonly productType: string; readonly share: number }[];
  readonly timeline: readonly TimelineItem[];
}

interface Deps {
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
  readonly now: () => Date;
}

const SHOWN_AFFINITIES = 6;
const HABIT_DAYS = 365;
const DAY_MS = 86_400_000;

/** Loads a customer's page, or null if the shop has no such customer. */
export async function findCustomerPage(
  db: Db,
  shopId: ShopId,
  customerId: CustomerId,
  { keyring, now }: Deps,
): Promise<CustomerPageData | null> {
  const profile = await findProfile(db, shopId, profileIdOfCustomer(customerId), { keyring });
  if (!profile) return null;
  const { contact, traits, profileId, lastOrderAt } = profile;
  const emailIndex = contact.email === null ? null : keyring.blindIndex(shopId, contact.email);
  const at = now().toISOString();
  const [shop, suppressions, timeline, orders, discountHabit] = await Promise.all([
    db.shop.findUniqueOrThrow({
      where: { shopId },
      select: { currency: true, timeZone: true },
    }),
    emailIndex === null
      ? []
      : db.suppression.findMany({ where: { shopId, emailIndex }, select: { reason: true } }),
    listTimeline(db, shopId, customerId),
    sumOrdersAround(db, shopId, [{ key: profileId, profileId, at }]),
    findDiscountHabit(db, shopId, profileId, now()),
  ]);
  const history = { ...(orders.get(profileId) ?? NO_ORDERS), group: null };
  return {
    ...shop,
    customerId,
    profileId,
    name: contactName(contact),
    email: contact.email,
    city: contact.city,
    countryCode: profile.countryCode,
    consent: {
      state: profile.marketingState,
      changedAt: profile.marketingChangedAt?.toISOString() ?? null,
    },
    suppressions: suppressions.map(({ reason }) => SuppressionReason.parse(reason)),
    orderCount: profile.orderCount,
    netSpendMinor: Number(profile.netSpendMinor),
    averageOrderMinor: traits.averageOrderMinor,
    firstOrderAt: profile.firstOrderAt?.toISOString() ?? null,
    lastOrderAt: lastOrderAt?.toISOString() ?? null,
    daysSinceLastOrder: daysSinceLastOrder(lastOrderAt, now()),
    medianGapDays: traits.medianGapDays,
    waitsForDiscounts: waitsForDiscounts(history),
    discountHabit,
    affinities: traits.affinities.slice(0, SHOWN_AFFINITIES),
    timeline,
  };
}

/** Counts the orders of a year with and without a discount code. */
async function findDiscountHabit(db: Db, shopId: ShopId, profileId: ProfileId, now: Date) {
  const placedAt = { gt: new Date(now.getTime() - HABIT_DAYS * DAY_MS), lte: now };
  const [orders, withCode] = await Promise.all([
    db.order.count({ where: { shopId, profileId, placedAt, ...SALE } }),
    db.order.count({
      where: { shopId, profileId, placedAt, ...SALE, discountCodes: { isEmpty: false } },
    }),
  ]);
  return discountHabitOf(orders, withCode);
}
