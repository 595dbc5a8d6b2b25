import { createRandomNumbers } from "~/ml/numerics/random";
import { collectVisitColumns, type BrowsedVisit } from "~/recommendations/sessions/visit-columns";
import { DAY_MS } from "~/recommendations/purchases/purchase";
import type { Purchase } from "../builders";

/** The size of a simulated shop. */
export interface BrowsingShop {
  readonly seed: number;
  readonly customers: number;
  /** Visitors who never order. */
  readonly visitors: number;
  readonly days: number;
  /** Visits per person and 30 days. */
  readonly visitsPerMonth: number;
  /** The probability that a visit of a customer ends with an order. */
  readonly orderRate: number;
  /** Whether people look at what they like; otherwise at anything. */
  readonly looksByTaste: boolean;
}

const GROUPS = 30;
const PER_GROUP = 12;
/** Favorite groups of a person, and the probability that a visit is about one of them. */
const TASTE = { groups: 2, share: 0.8 };
/** The probability of one more product in a visit, and of an order for what goes with a viewed product. */
const MORE_VIEWS = 0.65;
const COMPLEMENT = 0.5;
const CARTED = 0.3;

const productIn = (group: number, place: number) => `g${group}p${place}`;

/**
 * Simulates visits and orders. Products form groups, and each group is complemented by another one. A visit looks at a
 * few products of one group, mostly of the person's taste. An order has a viewed product, or one that complements it,
 * preferred by its place in the group.
 *
 * @param end the last day of the shop, ms since 1970
 */
export function simulateBrowsing(shop: BrowsingShop, end: number) {
  const random = createRandomNumbers(shop.seed);
  const below = (n: number) => random.nextInteger(n);
  /** Low places are drawn more often. */
  const placeOf = () => Math.floor(PER_GROUP * random.nextFloat() ** 2);
  const complementOf = (group: number) => (group + GROUPS / 2) % GROUPS;
  const purchases: Purchase[] = [];
  const visits: BrowsedVisit[] = [];

  for (let person = 0; person < shop.customers + shop.visitors; person++) {
    const isCustomer = person < shop.customers;
    const profileId = `${isCustomer ? "c" : "v"}${String(person).padStart(6, "0")}`;
    const taste = Array.from({ length: TASTE.groups }, () => below(GROUPS));
    for (let day = 0; day < shop.days; day++) {
      if (random.nextFloat() >= shop.visitsPerMonth / 30) continue;
      const favorite = taste[below(TASTE.groups)] ?? 0;
      const group = random.nextFloat() < TASTE.share ? favorite : below(GROUPS);
      const viewed = new Set<string>();
      const groups = new Set<number>();
      do {
        const at = shop.looksByTaste ? group : below(GROUPS);
        groups.add(at);
        viewed.add(productIn(at, placeOf()));
      } while (random.nextFloat() < MORE_VIEWS);
      const productIds = [...viewed];
      const startedMs = end - (shop.days - day) * DAY_MS + below(DAY_MS - 3_600_000);
      const startedAt = new Date(startedMs);
      visits.push({
        profileId,
        startedAt,
        endedAt: new Date(startedMs + 600_000),
        productIds,
        cartedIds: productIds.filter(() => random.nextFloat() < CARTED),
      });
      if (!isCustomer || random.nextFloat() >= shop.orderRate) continue;
      const isComplement = random.nextFloat() < COMPLEMENT;
      const bought = productIn(isComplement ? complementOf(group) : group, placeOf());
      purchases.push({ profileId, productId: bought, at: new Date(startedMs + 500_000) });
    }
  }
  return { purchases, visits };
}

/** Visits in any order as columns. */
export function visitColumns(visits: readonly BrowsedVisit[]) {
  const columns = collectVisitColumns();
  for (const visit of visits.toSorted((a, b) => +b.endedAt - +a.endedAt)) columns.add(visit);
  return columns.finish();
}
