import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Mailer } from "../mailer";

/** The mailers of all pools. */
export interface Mailers {
  /** Of the default pool. */
  readonly default: Mailer;
  /** Of the shop's pool. It may be that of up to half a minute ago. */
  ofShop(shopId: ShopId): Promise<Mailer>;
}

interface Options {
  readonly default: Mailer;
  /** By the pool's name. */
  readonly pools: Readonly<Record<string, Mailer>>;
  /** The shops that are in other pools than the default. */
  readonly listPooledShops: () => Promise<ReadonlyMap<ShopId, string>>;
  readonly log: Pick<Log, "error">;
  readonly elapsedMs?: () => number;
}

/** For so long a process knows which shop is in which pool. */
const KNOWN_FOR_MS = 30_000;
const RETRY_MS = 60_000;

/** One mailer for each pool: a shop's email leaves by its own pool's account or not at all. */
export function createMailers({
  default: first,
  pools,
  listPooledShops,
  log,
  elapsedMs = () => performance.now(),
}: Options): Mailers {
  const byName = new Map(
    Object.entries(pools).map(([pool, mailer]) => [pool, inPool(mailer, pool, first)]),
  );
  let known: { readonly atMs: number; readonly shops: ReturnType<typeof listPooledShops> } | null =
    null;

  function listShops(): ReturnType<typeof listPooledShops> {
    const nowMs = elapsedMs();
    if (known !== null && nowMs - known.atMs < KNOWN_FOR_MS) return known.shops;
    const shops = listPooledShops();
    known = { atMs: nowMs, shops };
    // The next one asks again.
    shops.catch(() => (known = null));
    return shops;
  }

  function ofPool(pool: string, shopId: ShopId): Mailer {
    const mailer = byName.get(pool);
    if (mailer) return mailer;
    log.error({ shopId, pool }, "the email pool of a shop is not configured");
    return waiting(first, pool);
  }

  return {
    default: first,
    async ofShop(shopId) {
      const pool = (await listShops()).get(shopId);
      return pool === undefined ? first : ofPool(pool, shopId);
    },
  };
}

/** The copies that the default pool has kept are erased from any pool. */
function inPool(mailer: Mailer, pool: string, { eraseEmails }: Mailer): Mailer {
  return { ...mailer, pool, ...(eraseEmails && { eraseEmails }) };
}

/** Sends nothing: a shop's email must not leave by an account that it was moved away from. */
const waiting = ({ name, eraseEmails }: Mailer, pool: string): Mailer => ({
  ...{ name, pool, ...(eraseEmails && { eraseEmails }) },
  sendBatch: () =>
    Promise.resolve({
      kind: "unreachable",
      retryAfterMs: RETRY_MS,
      detail: `No account is configured for the pool ${pool}`,
    }),
});
