import type { PrismaClient } from "~/generated/prisma/client";
import { profileIdOfCustomer } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { HOURS } from "~/ml/customers/hour-rates";
import { createRandomNumbers } from "~/ml/numerics/random";
import { EMAIL_SEGMENTS, type EmailReactions } from "~/predictions/history/email-habits";
import { endDayOf, type ProfileHistory } from "~/predictions/history/shop-history";
import type { TrainingInput } from "~/predictions/training/train-models";
import { NOW, SHOP } from "../support/builders";

/** The day after these histories. */
export const END_DAY = endDayOf(NOW);

/** One order: customer, days before the end, minor units. */
export interface Bought {
  readonly customer: number;
  readonly daysAgo: number;
  readonly value: number;
}

/**
 * Orders of three kinds of customers over 500 days: regulars with an order every three weeks, occasional buyers who
 * stop one day, and one-time buyers.
 */
export function ordersOf(customers: number, seed = 1): Bought[] {
  const random = createRandomNumbers(seed);
  return Array.from({ length: customers }, (_, customer) => customer).flatMap((customer) => {
    const gap = [21, 60, Infinity][customer % 3] ?? 60;
    const bought: Bought[] = [];
    let daysAgo = 60 + random.nextInteger(440);
    do {
      bought.push({
        customer,
        daysAgo: Math.floor(daysAgo),
        value: 1_000 + random.nextInteger(9_000),
      });
      daysAgo -= 1 + gap * (0.5 + random.nextFloat());
      if (gap === 60 && random.nextFloat() < 0.1) break;
    } while (daysAgo >= 1);
    return bought;
  });
}

export function purchasesOf(customers: number, orders: readonly Bought[]): Purchases {
  return groupPurchases({
    customers,
    customerOf: orders.map(({ customer }) => customer),
    days: orders.map(({ daysAgo }) => END_DAY - daysAgo),
    values: orders.map(({ value }) => value),
    lines: orders.map(() => 1),
  });
}

/** Customers with these orders, then `newcomers` without any; no email was sent yet. */
export function aHistory(
  customers: number,
  orders: readonly Bought[] = ordersOf(customers),
  newcomers = 0,
): ProfileHistory {
  const profiles = customers + newcomers;
  const purchases = purchasesOf(profiles, orders);
  return {
    profileIds: Array.from({ length: profiles }, (_, n) => profileIdOfCustomer(String(n))),
    knownSinceDays: Float64Array.from({ length: profiles }, (_, n) =>
      n < customers ? (purchases.days[purchases.offsets[n] ?? 0] ?? END_DAY) : END_DAY - 100,
    ),
    purchases,
    endDay: END_DAY,
    email: noEmailOf(profiles),
  };
}

function noEmailOf(profiles: number): EmailReactions {
  return {
    segmentOf: new Int32Array(profiles).fill(1),
    groupOf: new Int32Array(profiles).fill(2),
    exposures: new Float64Array(profiles * HOURS),
    responses: new Float64Array(profiles * HOURS),
  };
}

/** The training input of such a history. */
export function trainingInputOf({
  purchases,
  knownSinceDays,
  endDay,
}: ProfileHistory): TrainingInput {
  const none = { emails: [0, 0, 0], lost: [0, 0, 0] };
  const persons = { responses: [], exposures: [], segmentOf: [], segments: EMAIL_SEGMENTS };
  return {
    purchases,
    knownSinceDays,
    endDay,
    email: { persons, losses: none, emails: 0, answered: 0 },
    firstEmails: [],
    productTypes: [],
    winners: [],
    shared: null,
  };
}

/** Stores the orders and their customers; customer 3 becomes profile "c3". */
export async function storeOrders(
  db: PrismaClient,
  orders: readonly Bought[],
  shopId: ShopId = SHOP,
): Promise<void> {
  const at = (daysAgo: number) => new Date(NOW.getTime() - (daysAgo - 1) * 86_400_000);
  const byCustomer = Map.groupBy(orders, ({ customer }) => customer);
  await db.profile.createMany({
    data: [...byCustomer].map(([customer, own]) => ({
      shopId,
      profileId: `c${customer}`,
      customerId: String(customer),
      createdAt: at(Math.max(...own.map(({ daysAgo }) => daysAgo))),
      firstOrderAt: at(Math.max(...own.map(({ daysAgo }) => daysAgo))),
      lastOrderAt: at(Math.min(...own.map(({ daysAgo }) => daysAgo))),
      orderCount: own.length,
    })),
  });
  await db.order.createMany({
    data: orders.map(({ customer, daysAgo, value }, n) => ({
      shopId,
      orderId: String(n),
      name: `#${n}`,
      profileId: `c${customer}`,
      placedAt: at(daysAgo),
      currency: "GBP",
      totalMinor: BigInt(value),
      sourceUpdatedAt: at(daysAgo),
    })),
  });
}
