import { LRUCache } from "lru-cache";
import type { CommonDeps } from "~/deps";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { createBatcher } from "~/lib/create-batcher.server";

type Deps = CommonDeps<"db" | "now">;

export type InstallationState =
  | { readonly kind: "installed" }
  | { readonly kind: "uninstalled"; readonly at: Date }
  /** Recently: webhooks of the former installation may still arrive. */
  | { readonly kind: "erased" }
  | { readonly kind: "unknown" };

export interface InstallationCache {
  /**
   * @returns null when too many lookups are waiting
   * @throws AppError `unavailable` when the lookup fails
   */
  find(shopId: ShopId): Promise<InstallationState | null>;
  /** Drops the cached installation. */
  invalidate(shopId: ShopId): void;
  close(): Promise<void>;
}

const INSTALLED = { kind: "installed" } as const;
const UNKNOWN = { kind: "unknown" } as const;
const MAX_REMEMBERED = 50_000;
/** Waiting lookups. Only uncached shops wait, so a flood for invented shops delays no one else. */
const MAX_WAITING = 2_000;
/** Shopify retries a webhook for four hours. Later ones belong to another installation. */
const LATE_MS = 86_400_000;

interface Lookup {
  readonly shopId: ShopId;
  /** Set by the commit. */
  installation: InstallationState;
}

/**
 * Finds whether the app is installed in a shop. Only installed shops are cached, so that a new
 * installation is found at once. A cached shop may have uninstalled since: the answer only saves
 * work, and the insert statement decides.
 */
export function createInstallationCache({ db, now }: Deps): InstallationCache {
  const installed = new LRUCache<ShopId, true>({ max: MAX_REMEMBERED });
  const lookups = createBatcher<Lookup>({
    what: "Look-ups of shops",
    reason: "receive-webhooks",
    maxWaiting: MAX_WAITING,
    async commit(lookup) {
      const shopIds = [...new Set(lookup.map(({ shopId }) => shopId))];
      const installations = await readInstallations(
        db,
        shopIds,
        new Date(now().getTime() - LATE_MS),
      );
      for (const it of lookup) it.installation = installations.get(it.shopId) ?? UNKNOWN;
    },
  });
  const underWay = new Map<ShopId, Promise<InstallationState>>();

  async function lookUp(shopId: ShopId): Promise<InstallationState> {
    const lookup: Lookup = { shopId, installation: UNKNOWN };
    try {
      await lookups.add(lookup);
    } finally {
      underWay.delete(shopId);
    }
    if (lookup.installation.kind === "installed") installed.set(shopId, true);
    return lookup.installation;
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
    invalidate: (shopId) => void installed.delete(shopId),
    close: () => lookups.close(),
  };
}

/** @returns only the known shops */
async function readInstallations(
  db: PrismaClient,
  shopIds: readonly ShopId[],
  erasedSince: Date,
): Promise<ReadonlyMap<ShopId, InstallationState>> {
  const rows = await db.$queryRaw<
    { shopId: ShopId; isKnown: boolean; uninstalledAt: Date | null }[]
  >`
    select requested.shop_id as "shopId", shop.shop_id is not null as "isKnown",
      shop.uninstalled_at as "uninstalledAt"
    from unnest(${shopIds}::text[]) as requested (shop_id)
    left join shop on shop.shop_id = requested.shop_id
    where shop.shop_id is not null or exists (
      select 1 from audit_entry where audit_entry.shop_id = requested.shop_id
        and audit_entry.at >= ${erasedSince}::timestamptz and audit_entry.action = 'shop_erased')`;
  return new Map(
    rows.map(({ shopId, isKnown, uninstalledAt }): [ShopId, InstallationState] => {
      if (!isKnown) return [shopId, { kind: "erased" }];
      return [shopId, uninstalledAt ? { kind: "uninstalled", at: uninstalledAt } : INSTALLED];
    }),
  );
}
