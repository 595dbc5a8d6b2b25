import type { Db } from "~/db.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { listMetafieldDefinitions } from "~/profiles/metafields/choose-metafields.server";
import {
  metafieldIdOf,
  metafieldReadingOf,
  metafieldRefusalOf,
  type MetafieldReading,
  type MetafieldRefusal,
} from "~/profiles/metafields/followed-metafield";
import { findMetafieldProgress } from "~/profiles/metafields/metafield-store.server";
import type { AdminDeps } from "~/shopify/admin-graphql.server";

/** A metafield that Shopify has a definition of. */
export interface OfferedMetafield {
  /** "custom.birthday" */
  readonly id: string;
  readonly name: string;
  readonly kind:
    | { readonly can: "follow"; readonly reading: MetafieldReading }
    | { readonly can: "refuse"; readonly because: MetafieldRefusal };
}

/** The metafields of Shopify, those that the shop follows, and how far they are read. */
export async function loadMetafieldsPage(
  db: Db,
  shopId: ShopId,
  deps: AdminDeps & { readonly now: () => Date },
) {
  const progress = await findMetafieldProgress(db, shopId);
  const fields = progress?.fields ?? [];
  const offered = await listOffered(shopId, deps);
  const ids = new Set(offered?.map(({ id }) => id));
  return {
    /** Null: Shopify did not answer. */
    offered,
    // One that Shopify no longer has is dropped with the next choice.
    followed: fields.map(metafieldIdOf).filter((id) => offered === null || ids.has(id)),
    isReading: fields.length > 0 && progress !== null && progress.nextReadAt <= deps.now(),
    completedAt: fields.length > 0 ? (progress?.completedAt?.toISOString() ?? null) : null,
    retryAt: progress?.retryAt?.toISOString() ?? null,
  };
}
export type MetafieldsPageData = Awaited<ReturnType<typeof loadMetafieldsPage>>;

async function listOffered(shopId: ShopId, deps: AdminDeps): Promise<OfferedMetafield[] | null> {
  try {
    const definitions = await listMetafieldDefinitions(shopId, deps);
    return definitions
      .map((it): OfferedMetafield => {
        const reading = metafieldReadingOf(it.type);
        return {
          id: metafieldIdOf(it),
          name: it.name,
          kind:
            reading === null
              ? { can: "refuse", because: metafieldRefusalOf(it.type) }
              : { can: "follow", reading },
        };
      })
      .sort((a, b) => a.name.localeCompare(b.name, "en"));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.warn({ shopId, reason: error.code }, "customers' metafields could not be listed");
    return null;
  }
}
