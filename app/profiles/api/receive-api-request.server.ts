import { acrossShops, enterShop } from "~/db-scope.server";
import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { findShopOfKey, markKeyUsed } from "~/events/api/api-key-store.server";
import { hashApiKey, readApiKey } from "~/events/api/api-key.server";
import { readApiItems, type ApiItemError, type ApiResult } from "~/events/api/api-requests";
import type { WebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { createRateLimit } from "~/lib/rate-limit";
import type { ShopId } from "~/lib/shop-id";
import { findInstalledShop } from "~/shopify/shop-store.server";
import type { z } from "zod";

export interface ApiDeps extends CommonDeps<"db" | "keyring" | "queue" | "now"> {
  readonly webhooks: Pick<WebhookBatcher, "waitingCount">;
}

interface ApiRequest {
  /** The `Authorization` header. */
  readonly authorization: string | null;
  /** Client address; null when unknown. Used only for rate limits. */
  readonly address: string | null;
  /** A monotonic clock in milliseconds. */
  readonly elapsedMs: number;
  /** Reads the body; null when it is too long. */
  readBody(): Promise<Uint8Array | null>;
}

/** An item of a request, and its place. */
export interface ApiItem<T> {
  readonly index: number;
  readonly item: T;
}

/** What a kind of request consists of, and how its valid items are stored. */
interface ApiResource<T> {
  readonly field: "events" | "profiles";
  readonly schema: z.ZodType<T>;
  store(tx: Tx, shopId: ShopId, items: readonly ApiItem<T>[], deps: ApiDeps): Promise<ApiResult>;
}

export type ApiOutcome =
  /** Committed, except the items with errors. */
  | { readonly kind: "done"; readonly result: ApiResult }
  | { readonly kind: "unauthorized" }
  | { readonly kind: "limited" }
  /** Load shed: webhooks come first. */
  | { readonly kind: "shed" }
  | { readonly kind: "too_long" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Requests with a key that may be guessed. */
const BY_ADDRESS = { perSecond: 20, burst: 100 };
/** Requests of up to a hundred items; all keys of a shop share it. */
const BY_SHOP = { perSecond: 10, burst: 50 };
/** Waiting webhooks: above this the database is behind. */
const MAX_WEBHOOKS_WAITING = 200;

const isWithinAddress = createRateLimit(BY_ADDRESS);
const isWithinShop = createRateLimit(BY_SHOP);

/**
 * Receives a request of the Events API. Its shop is that of its key, and nothing in its body can name another. Valid items
 * are stored although others are refused.
 */
export async function receiveApiRequest<T>(
  { field, schema, store }: ApiResource<T>,
  { authorization, address, elapsedMs, readBody }: ApiRequest,
  deps: ApiDeps,
): Promise<ApiOutcome> {
  const { db, now, webhooks } = deps;
  if (!isWithinAddress(address ?? "unknown", elapsedMs)) return { kind: "limited" };
  if (webhooks.waitingCount() > MAX_WEBHOOKS_WAITING) return { kind: "shed" };
  const key = readApiKey(authorization);
  if (key === null) return { kind: "unauthorized" };
  const found = await acrossShops("find-api-key", () => findShopOfKey(db, hashApiKey(key)));
  if (found === null) return { kind: "unauthorized" };
  const { shopId, keyId } = found;
  enterShop(shopId);
  if (!(await findInstalledShop(db, shopId))) return { kind: "unauthorized" };
  if (!isWithinShop(shopId, elapsedMs)) return { kind: "limited" };
  const body = await readBody();
  if (body === null) return { kind: "too_long" };
  const read = readApiItems(body, field, schema);
  if (read.kind === "unreadable") return read;
  await markKeyUsed(db, shopId, keyId, now());
  const { items } = read;
  const { errors, ...counts } =
    items.length === 0
      ? NOTHING_STORED
      : await db.$transaction((tx) => store(tx, shopId, items, deps));
  return { kind: "done", result: { ...counts, errors: inOrder([...read.errors, ...errors]) } };
}

const NOTHING_STORED: ApiResult = { stored: 0, duplicates: 0, errors: [] };

const inOrder = (errors: readonly ApiItemError[]) => errors.toSorted((a, b) => a.index - b.index);

/** The error of an item whose customer is not known. A later repetition may succeed. */
export const customerNotFound = (index: number): ApiItemError => ({
  index,
  code: "customer_not_found",
  field: "customer",
  message: "The store has no such customer, or Kindred has not received the customer yet",
});
