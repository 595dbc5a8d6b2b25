import { LRUCache } from "lru-cache";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Log } from "~/lib/log.server";
import { listPreferences } from "~/profiles/preferences/preferences-store.server";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { NO_INTERESTS } from "../interests/interest";
import { listInterests } from "../interests/interest-store.server";
import { listPurchasesWithNewEvents } from "../purchases/recent-purchase-store.server";
import { recommend } from "../lists/recommend";
import type { ListSource, Recommendation } from "../recommendation";
import type { RecommendationSource } from "../lists/recommendation-source.server";
import { toVotes, type KnownProfile } from "../similar/voter-source.server";
import type { Recommender } from "../models/recommender";
import type { PicksQuery } from "./picks-query";
import { shopperReason, type ShopperReason } from "./shopper-reason";
import { listShownProducts, type StorefrontProduct } from "./shown-product-store.server";
import {
  joinInterests,
  browserInterests,
  lastVisitOf,
  type BrowserEvent,
} from "./browser-interests";
import { listRecentBrowserEvents, type StoredBrowserEvent } from "./browser-event-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "pseudonym">;
  readonly recommendations: Pick<RecommendationSource, "prepare" | "listVoters">;
  readonly now: () => Date;
  readonly log: Pick<Log, "warn">;
}

/** One product of a block. */
interface StorefrontPick {
  readonly id: string;
  readonly title: string;
  /** A path in the shop; a theme prepends the language's root. */
  readonly url: string;
  readonly image: string;
  /** Price of the cheapest available variant, in minor units of the shop's currency. */
  readonly priceMinor: number;
  readonly reason: ShopperReason;
}

interface StorefrontPicks {
  /** The requested list or its fallback; `null` without products. */
  readonly source: ListSource | null;
  readonly products: readonly StorefrontPick[];
}

export interface Storefront {
  /** @param customerId the logged-in customer, signed by Shopify; `null` for anyone else */
  pick(shopId: ShopId, customerId: CustomerId | null, query: PicksQuery): Promise<StorefrontPicks>;
}

const NONE: StorefrontPicks = { source: null, products: [] };
const NO_HISTORY = { history: [], interests: NO_INTERESTS, mayBeKnown: true };
const MAX_CACHED_SHOPS = 50;
/** Age at which ranking data is refreshed in the background. */
const RECHECK_AFTER_MS = 5_000;
/** How long a browser gets the same list, unless it sends an event. */
const SHOWN_AGAIN = { max: 20_000, ttl: 15_000 };

/**
 * The lists of a storefront's blocks, ranked while the page loads.
 *
 * The shopper decides which data may be used. For a customer whom Shopify signs: orders, visits and the
 * latest events of this browser, or nothing if they opted out of profiling. For any other browser: its own events
 * only, even if it once proved to be a customer's. "Buy again" is for signed customers only.
 * Both are read from events: a view or an order counts in the next list, before any job projects it.
 *
 * A browser's list is cached for a few seconds by its last stored event, so that a product view changes the next list
 * in any process, even when it arrives late. The ranking data is
 * refreshed in the background: only the first request waits for it.
 */
export function createStorefront({ db, keyring, recommendations, now, log }: Deps): Storefront {
  const ranks = new LRUCache<string, Ranks>({ max: MAX_CACHED_SHOPS });
  const shown = new LRUCache<string, StorefrontPicks>(SHOWN_AGAIN);

  return {
    async pick(shopId, customerId, query) {
      if (query.list === "buy_again" && customerId === null) return NONE;
      const at = now();
      const events = await loadEvents(shopId, query.browserId, at);
      // A customer's orders do not come from the browser; they count at once, too.
      if (customerId !== null) return rank(shopId, customerId, { query, events, at });
      const key = JSON.stringify([
        shopId,
        // Browsers without events share one list.
        events.length > 0 ? [query.browserId, lastStored(events), events.length] : null,
        query.list,
        query.productId,
        query.triggerProductIds,
        query.limit,
      ]);
      const known = shown.get(key);
      if (known) return known;
      const picks = await rank(shopId, null, { query, events, at });
      shown.set(key, picks);
      return picks;
    },
  };

  async function loadEvents(
    shopId: ShopId,
    browserId: string | null,
    at: Date,
  ): Promise<StoredBrowserEvent[]> {
    return browserId === null
      ? []
      : listRecentBrowserEvents(db, shopId, keyring.pseudonym(shopId, browserId), at);
  }

  async function rank(
    shopId: ShopId,
    customerId: CustomerId | null,
    { query, events, at }: { query: PicksQuery; events: readonly BrowserEvent[]; at: Date },
  ): Promise<StorefrontPicks> {
    const recommender = await recommenderOf(shopId, at);
    const known = customerId === null ? NO_HISTORY : await knownOf(shopId, customerId, at);
    const { history, mayBeKnown } = known;
    const counted = mayBeKnown ? events : [];
    const browsed = browserInterests(counted, at);
    const interests = joinInterests(known.interests, browsed, at);
    const votes =
      customerId === null || !mayBeKnown || query.list !== "new_for_you"
        ? null
        : await votesFor(
            shopId,
            { profileId: profileIdOfCustomer(customerId), history, interests },
            recommender,
            at,
          );

    const outcome = recommend(recommender, {
      list: query.list,
      count: query.limit,
      now: at,
      history,
      interests,
      ...(votes && { votes }),
      session: lastVisitOf(counted, query.productId, at),
      triggerProductIds: query.triggerProductIds,
      lastInteractedProductId: query.productId,
      excludedProductIds: [],
      drawKey: null,
      // A heading that promises the customer's own products must not show others.
      mayStandIn: query.list !== "buy_again",
    });
    if (outcome.kind === "none") return NONE;
    const products = await show(shopId, outcome.recommendations, at);
    return products.length === 0 ? NONE : { source: outcome.source, products };
  }

  async function votesFor(
    shopId: ShopId,
    profile: KnownProfile,
    recommender: Recommender,
    at: Date,
  ): Promise<ReadonlyMap<string, number> | null> {
    const voters = await recommendations.listVoters(db, shopId, [profile], recommender, at);
    return toVotes(voters.get(profile.profileId));
  }

  async function knownOf(shopId: ShopId, customerId: CustomerId, at: Date) {
    const profileId = profileIdOfCustomer(customerId);
    const [history, interests, preferences] = await Promise.all([
      listPurchasesWithNewEvents(db, shopId, customerId),
      listInterests(db, shopId, [profileId], at),
      listPreferences(db, shopId, [profileId]),
    ]);
    const mayBeKnown = preferences.get(profileId)?.profiling ?? true;
    return mayBeKnown
      ? { history, interests: interests.get(profileId) ?? NO_INTERESTS, mayBeKnown }
      : { ...NO_HISTORY, mayBeKnown };
  }

  async function show(
    shopId: ShopId,
    picks: readonly Recommendation[],
    at: Date,
  ): Promise<StorefrontPick[]> {
    const reasonIds = picks.flatMap(({ reason }) =>
      "productId" in reason ? [reason.productId] : [],
    );
    const productIds = [...picks.map(({ productId }) => productId), ...reasonIds];
    const products = await listShownProducts(db, shopId, productIds, at);
    const titles = new Map([...products].map(([productId, { title }]) => [productId, title]));
    return picks.flatMap(({ productId, reason }) => {
      const product = products.get(productId);
      return product ? asPick(productId, product, shopperReason(reason, titles)) : [];
    });
  }

  async function recommenderOf(shopId: ShopId, at: Date): Promise<Recommender> {
    const known = ranks.get(shopId);
    if (!known) {
      const first: Ranks = {
        checkedAtMs: at.getTime(),
        ready: recommendations.prepare(db, shopId, at),
      };
      ranks.set(shopId, first);
      // The next request retries.
      first.ready.catch(() => ranks.delete(shopId));
      return first.ready;
    }
    if (at.getTime() - known.checkedAtMs >= RECHECK_AFTER_MS) {
      known.checkedAtMs = at.getTime();
      recommendations.prepare(db, shopId, at).then(
        (recommender) => {
          known.ready = Promise.resolve(recommender);
        },
        (error: unknown) => {
          log.warn({ err: error, shopId }, "a storefront's lists are ranked by older models");
        },
      );
    }
    return known.ready;
  }
}

/** The latest event by arrival, regardless of its time. */
function lastStored(events: readonly StoredBrowserEvent[]): string {
  return events.reduce((last, { seq }) => (seq > last ? seq : last), 0n).toString();
}

interface Ranks {
  checkedAtMs: number;
  ready: Promise<Recommender>;
}

function asPick(id: string, product: StorefrontProduct, reason: ShopperReason): StorefrontPick[] {
  const { title, handle, imageUrl: image, priceMinor, mayBeOffered } = product;
  if (!mayBeOffered || !image || priceMinor === null) return [];
  const url = `/products/${encodeURIComponent(handle)}`;
  return [{ id, title, url, image, priceMinor, reason }];
}
