import { decimalOf, minorOf } from "../seed/seed-text";
import type { SeedVariant, StoreSeed } from "../store-seed";
import { isoOf, type LifeHappening } from "./life-happening";
import { between, oneOf, seededRandom, type Random } from "./seeded-random";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const STOCK_CHANGES_A_DAY = 3;
/** Share of stock changes to zero. */
const SOLD_OUT_RATE = 0.2;
/** Daily probability of each: a price reduction, an opt-out, an opt-in. */
const PRICE_DROPS_A_DAY = 0.6;
const UNSUBSCRIBES_A_DAY = 0.4;
const SUBSCRIBES_A_DAY = 0.25;

/**
 * Changes by the merchant and the customers between the cut and the last order, besides orders: each morning three
 * products get a new stock (one in five is sold out); on most days a price falls by 10 to 30 percent with the old one
 * as compare-at price; occasionally a customer opts out or in.
 */
export function planChanges({ products, customers, orders, cutAt }: StoreSeed, seed: number) {
  const variants = products
    .filter((product) => product.createdAt <= cutAt && product.status === "ACTIVE")
    .flatMap((product) => product.variants);
  const known = customers.filter((customer) => customer.createdAt <= cutAt);
  const subscribed = new Set(known.filter(isSubscribed).map(({ id }) => id));
  const others = new Set(known.filter((it) => !isSubscribed(it)).map(({ id }) => id));
  const reduced = new Set<string>();

  const endMs = Date.parse(orders.at(-1)?.createdAt ?? cutAt);
  const happenings: LifeHappening[] = [];
  for (let dayMs = Date.parse(cutAt); dayMs < endMs; dayMs += DAY_MS) {
    const random = seededRandom(seed, `changes of ${isoOf(dayMs)}`);
    const during = (fromHour: number, toHour: number) =>
      isoOf(dayMs + between(random, fromHour, toHour) * HOUR_MS);

    for (let i = 0; i < STOCK_CHANGES_A_DAY; i++) {
      const variant = oneOf(random, variants);
      if (!variant) break;
      const left = random() < SOLD_OUT_RATE ? 0 : Math.floor(between(random, 5, 300));
      happenings.push({
        kind: "variant_updated",
        at: during(6, 8),
        variantId: variant.id,
        change: { inventoryQuantity: left },
      });
    }
    const cheaper = random() < PRICE_DROPS_A_DAY ? oneOf(random, variants) : undefined;
    if (cheaper && !reduced.has(cheaper.id)) {
      reduced.add(cheaper.id);
      const change = priceDrop(cheaper, random);
      happenings.push({
        kind: "variant_updated",
        at: during(8, 9),
        variantId: cheaper.id,
        change,
      });
    }
    const leaving = random() < UNSUBSCRIBES_A_DAY ? oneOf(random, [...subscribed]) : undefined;
    if (leaving) {
      subscribed.delete(leaving);
      happenings.push(consent(during(9, 21), leaving, "UNSUBSCRIBED"));
    }
    const joining = random() < SUBSCRIBES_A_DAY ? oneOf(random, [...others]) : undefined;
    if (joining) {
      others.delete(joining);
      happenings.push(consent(during(9, 21), joining, "SUBSCRIBED"));
    }
  }
  return happenings;
}

function priceDrop({ price }: SeedVariant, random: Random) {
  const keptRate = between(random, 0.7, 0.9);
  return {
    price: decimalOf(Math.max(1, Math.round(minorOf(price) * keptRate))),
    compareAtPrice: price,
  };
}

function consent(
  at: string,
  customerId: string,
  state: "SUBSCRIBED" | "UNSUBSCRIBED",
): LifeHappening {
  return { kind: "consent_changed", at, customerId, state };
}

function isSubscribed({ marketingState }: { marketingState: string }): boolean {
  return marketingState === "SUBSCRIBED";
}
