import type { Db } from "~/db.server";
import { listApiKeys } from "~/events/api/api-key-store.server";
import type { ShopId } from "~/lib/shop-id";

export interface ApiKeysPageData {
  readonly keys: readonly {
    readonly keyId: string;
    readonly name: string;
    readonly hint: string;
    readonly createdAt: string;
    readonly lastUsedAt: string | null;
  }[];
  /** Where requests are sent. */
  readonly urls: readonly string[];
}

/** @param publicUrl the app's URL on the internet */
export async function loadApiKeysPage(
  db: Db,
  shopId: ShopId,
  publicUrl: string,
): Promise<ApiKeysPageData> {
  const keys = await listApiKeys(db, shopId);
  return {
    keys: keys.map(({ createdAt, lastUsedAt, ...key }) => ({
      ...key,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    urls: ["/api/events", "/api/profiles"].map((path) => new URL(path, publicUrl).href),
  };
}
