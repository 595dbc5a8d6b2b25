import type { StoreSeed } from "../../shopify/store-seed";
import { storeFor, type Customer, type Past } from "../flows/store";
import { MONTH_DAYS, type DayPlan } from "./day-plan";
import { drawDay, PASTS } from "./habits";
import { planCatalog, ROLES } from "./roles";

export interface PlannedCustomer extends Customer {
  planDay(day: number): DayPlan | undefined;
}

/** Customers in roles, and some who act by chance. */
export function listCustomers(randomCount: number): readonly PlannedCustomer[] {
  const inRoles = ROLES.flatMap((role, i) =>
    Array.from({ length: role.count }, (_, n) => ({
      ...role.past(n),
      customerId: String(3_010 + 10 * i + n),
      planDay: (day: number) => role.plan(Math.floor(day / MONTH_DAYS), n)[day % MONTH_DAYS],
    })),
  );
  const random = Array.from({ length: randomCount }, (_, n) => {
    const customerId = String(3_200 + n);
    const past = PASTS[n % PASTS.length]!;
    return { ...past, customerId, planDay: (day: number) => drawDay(customerId, day) };
  });
  return [...inRoles, ...random];
}

/** Changes the catalog; not a customer. */
const MERCHANT = "3000";

export interface PlannedDay extends DayPlan {
  readonly customerId: string;
}

/** What everybody does on a day. */
export function planDay(customers: readonly PlannedCustomer[], day: number): readonly PlannedDay[] {
  const catalog = planCatalog(Math.floor(day / MONTH_DAYS))[day % MONTH_DAYS];
  return [
    ...(catalog ? [{ customerId: MERCHANT, ...catalog }] : []),
    ...customers.flatMap(({ customerId, planDay: plan }) => {
      const own = plan(day);
      return own ? [{ customerId, ...own }] : [];
    }),
  ];
}

/** Buyers without an opt-in, so that a few customers are the best of many. */
const OTHERS: readonly Past[] = Array.from({ length: 40 }, (_, n) => ({
  agreed: false,
  bought: [
    [60 + n, "mug"],
    [40 + n, "tin"],
    [40 + n, "jug"],
  ],
}));

/** Few customers buy coffee, so the merchant marks it as bought again and again. */
export function monthsShop(customers: readonly Customer[]): StoreSeed {
  const others = OTHERS.map((past, n) => ({ ...past, customerId: String(3_400 + n) }));
  const seed = storeFor([...customers, ...others]);
  const products = seed.products.map((product) =>
    product.handle === "coffee" ? { ...product, tags: ["replenishable"] } : product,
  );
  return { ...seed, products };
}
