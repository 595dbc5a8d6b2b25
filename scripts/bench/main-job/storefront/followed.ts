import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import type { AnyEvent } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { createLog } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { PERSONAL_DATA } from "~/personal-data-registry.server";
import type { Keyring } from "~/privacy/keyring.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import {
  createStorefront,
  type Storefront,
} from "~/recommendations/storefront/storefront-picks.server";
import { quantile } from "../../statistics";
import { FIRST_CUSTOMER, FIRST_PRODUCT } from "../seed-shop";

/** All in ms, except the share. */
export interface FollowedResult {
  /** Time until the event is stored. */
  readonly storedP99Ms: number;
  /** Time from the stored event to the updated list. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU time of this process for the same; with PGlite that is everything. */
  readonly cpuP50Ms: number;
  readonly cpuP99Ms: number;
  /** Share of lists that differ from the previous one. */
  readonly changedRate: number;
  /** The two jobs that project an order into its customer's profile, after the list already used it. */
  readonly foldedP50Ms: number;
}

/** An action, by its label in the table. */
export const ACTS = {
  look: "a product view",
  cart: "a product added to the cart",
  order: "an order",
} as const;
type Act = keyof typeof ACTS;

const EVENTS = 1_000;
const WARM_UP = 300;
const SECOND_PIECE = 97;
const queue = { announce: () => Promise.resolve(), announceAll: () => Promise.resolve() };

/** Repeats an action and requests the list before and after; earlier lists stay cached, as in the app. */
export async function measureFollowed(
  db: PrismaClient,
  keyring: Keyring,
  shopId: ShopId,
  products: number,
): Promise<Record<Act, FollowedResult>> {
  const log = createLog("error");
  const now = () => new Date();
  const deps = { db, keyring, log, now, queue, mailer: {}, personalData: PERSONAL_DATA };
  const recommendations = createRecommendationSource(deps);
  const storefront = createStorefront({ ...deps, recommendations });
  const { signal } = new AbortController();
  const foldIn = async () => {
    while ((await projectCatalogJob.run(shopId, deps, signal)).more);
    while ((await projectProfilesJob.run(shopId, deps, signal)).more);
  };

  async function follow(act: Act): Promise<FollowedResult> {
    const stored: number[] = [];
    const updated: number[] = [];
    const worked: number[] = [];
    const folded: number[] = [];
    let changed = 0;
    for (let n = 0; n < WARM_UP + EVENTS; n++) {
      const shopper = shopperFor(act, n);
      const before = await listOf(storefront, shopId, shopper);
      const startedMs = performance.now();
      const event = eventOf(act, { ...shopper, keyring, shopId, products, n });
      await db.$transaction((tx) => recordEvents(tx, [event], deps));
      const storedMs = performance.now();
      const cpuBefore = process.cpuUsage();
      const after = await listOf(storefront, shopId, shopper);
      const endedMs = performance.now();
      const { user, system } = process.cpuUsage(cpuBefore);
      if (act === "order") await foldIn();
      if (n < WARM_UP) continue;
      folded.push(performance.now() - endedMs);
      stored.push(storedMs - startedMs);
      updated.push(endedMs - storedMs);
      worked.push((user + system) / 1_000);
      if (after !== before) changed++;
    }
    for (const times of [stored, updated, worked, folded]) times.sort((a, b) => a - b);
    return {
      storedP99Ms: quantile(stored, 0.99),
      p50Ms: quantile(updated, 0.5),
      p99Ms: quantile(updated, 0.99),
      cpuP50Ms: quantile(worked, 0.5),
      cpuP99Ms: quantile(worked, 0.99),
      changedRate: changed / EVENTS,
      foldedP50Ms: quantile(folded, 0.5),
    };
  }

  await foldIn();
  return { look: await follow("look"), cart: await follow("cart"), order: await follow("order") };
}

interface Shopper {
  readonly browserId: string | null;
  readonly customerId: string | null;
}

/** Four views per browser; one order per customer. */
function shopperFor(act: Act, n: number): Shopper {
  return act === "order"
    ? { browserId: null, customerId: String(FIRST_CUSTOMER + n) }
    : { browserId: `${act}-${n >> 2}`, customerId: null };
}

/** The displayed list as one text. */
async function listOf(
  storefront: Storefront,
  shopId: ShopId,
  { browserId, customerId }: Shopper,
): Promise<string> {
  const block = { list: "new_for_you", productId: null, triggerProductIds: [], limit: 4 } as const;
  const { products } = await storefront.pick(shopId, customerId, { ...block, browserId });
  return products.map(({ id }) => id).join();
}

interface EventInput extends Shopper {
  readonly keyring: Pick<Keyring, "pseudonym">;
  readonly shopId: ShopId;
  readonly products: number;
  readonly n: number;
}

function eventOf(act: Act, { browserId, customerId, keyring, ...input }: EventInput): AnyEvent {
  const { shopId, products, n } = input;
  const at = new Date();
  // Few products sell often, so bought and viewed products have neighbors.
  const place = (step: number) => Math.floor(products * ((((n + step) * 48_271) % 997) / 997) ** 2);
  const productIdOf = (step: number) => String(FIRST_PRODUCT + place(step));
  const common = { shopId, sourceId: `${act}/${n}`, occurredAt: at, personal: null } as const;
  if (act === "order") {
    const orderId = `followed-${n}`;
    return {
      ...common,
      source: "shopify",
      kind: "order_placed",
      customerId,
      payload: {
        orderId,
        name: `#${n}`,
        placedAt: at,
        updatedAt: at,
        cancelledAt: null,
        fulfilledAt: null,
        currency: "GBP",
        totalMinor: 48_00,
        checkoutToken: null,
        cartToken: null,
        sourceName: "web",
        test: false,
        discountCodes: [],
        refunds: [],
        lines: [0, SECOND_PIECE].map((step) => ({
          lineId: `${orderId}-${step}`,
          productId: productIdOf(step),
          variantId: null,
          title: "Stoneware dish",
          quantity: 1,
          netMinor: 24_00,
        })),
      },
    };
  }
  const seen = { productId: productIdOf(0), variantId: null };
  const visitorId = keyring.pseudonym(shopId, browserId ?? "");
  const browserEvent = { ...common, source: "pixel", customerId: null, visitorId } as const;
  return act === "look"
    ? { ...browserEvent, kind: "product_viewed", payload: seen }
    : { ...browserEvent, kind: "product_added_to_cart", payload: { ...seen, quantity: 1 } };
}
