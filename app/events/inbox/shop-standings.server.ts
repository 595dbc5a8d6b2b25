import { LRUCache } from "lru-cache";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { createBatcher } from "./create-batcher.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

export type ShopStanding =
  | { readonly kind: "installed" }
  | { readonly kind: "uninstalled"; readonly at: Date }
  /** Lately: webhooks of the former installation may still arrive. */
  | { readonly kind: "erased" }
  | { readonly kind: "unknown" };

export interface ShopStandings {
  /**
   * @returns null when too many wait for a look-up
   * @throws AppError `unavailable` when it cannot be looked up now
   */
  find(shopId: ShopId): Promise<ShopStanding | null>;
  /** Looks the shop up anew the next time. */
  forget(shopId: ShopId): void;
  close(): Promise<void>;
}

const INSTALLED = { kind: "installed" } as const;
const UNKNOWN = { kind: "unknown" } as const;
const MAX_REMEMBERED = 50_000;
/** Shops that wait to be looked up. Only those that were not seen lately are, so a flood for invented shops waits here alone. */
const MAX_WAITING = 2_000;
/** Shopify repeats a webhook for four hours. What comes later is of another installation. */
const LATE_MS = 86_400_000;

interface LookUp {
  readonly shopId: ShopId;
  /** Written by the commit. */
  standing: ShopStanding;
}

/**
 * Says whether the app is installed in a shop. Those that have it are remembered, and never that one has
 * it not: a shop that is being installed is found as soon as its row is there. One that is remembered may
 * have left since, so the answer saves work and decides nothing: what is stored is for the statement that
 * stores it.
 */
export function createShopStandings({ db, now }: Deps): ShopStandings {
  const installed = new LRUCache<ShopId, true>({ max: MAX_REMEMBERED });
  const lookUps = createBatcher<LookUp>({
    what: "Look-ups of shops",
    reason: "receive-webhooks",
    maxWaiting: MAX_WAITING,
    async commit(asked) {
      const shopIds = [...new Set(asked.map(({ shopId }) => shopId))];
      const standings = await readStandings(db, shopIds, new Date(now().getTime() - LATE_MS));
      for (const it of asked) it.standing = standings.get(it.shopId) ?? UNKNOWN;
    },
  });
  const underWay = new Map<ShopId, Promise<ShopStanding>>();

  async function lookUp(shopId: ShopId): Promise<ShopStanding> {
    const asked: LookUp = { shopId, standing: UNKNOWN };
    try {
      await lookUps.add(asked);
    } finally {
      underWay.delete(shopId);
    }
    if (asked.standing.kind === "installed") installed.set(shopId, true);
    return asked.standing;
  }

  return {
    async find(shopId) {
      if (installed.has(shopId)) return INSTALLED;
      const before = underWay.get(shopId);
      if (before) return before;
      if (underWay.size >= MAX_WAITING) return null;
      const found = lookUp(shopId);
      underWay.set(shopId, found);
      return found;
    },
    forget: (shopId) => void installed.delete(shopId),
    close: () => lookUps.close(),
  };
}

/** @returns those of the shops that are known */
async function readStandings(
  db: PrismaClient,
  shopIds: readonly ShopId[],
  erasedSince: Date,
): Promise<ReadonlyMap<ShopId, ShopStanding>> {
  const rows = await db.$queryRaw<
    { shopId: ShopId; isKnown: boolean; uninstalledAt: Date | null }[]
  >`
    select asked.shop_id as "shopId", shop.shop_id is not null as "isKnown",
      shop.uninstalled_at as "uninstalledAt"
    from unnest(${shopIds}::text[]) as asked (shop_id)
    left join shop on shop.shop_id = asked.shop_id
    where shop.shop_id is not null or exists (
      select 1 from audit_entry where audit_entry.shop_id = asked.shop_id
        and audit_entry.at >= ${erasedSince}::timestamptz and audit_entry.action = 'shop_erased')`;
  return new Map(
    rows.map(({ shopId, isKnown, uninstalledAt }): [ShopId, ShopStanding] => {
      if (!isKnown) return [shopId, { kind: "erased" }];
      return [shopId, uninstalledAt ? { kind: "uninstalled", at: uninstalledAt } : INSTALLED];
    }),
  );
}
