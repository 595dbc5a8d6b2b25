import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { eventsFromWebhook, LIFECYCLE_TOPICS } from "../from-shopify/from-shopify";
import type { LifecycleTranslation } from "../from-shopify/lifecycle";
import { shopMismatchReason } from "../from-shopify/named-shop";
import type { ClaimedEntry } from "./inbox-claims.server";
import { parseLossless } from "../parse-lossless";
import { refused } from "../translation";

const lifecycleTopics: ReadonlySet<string> = new Set(LIFECYCLE_TOPICS);

/**
 * Opens and translates a received webhook. Before the app is installed only lifecycle topics are processed.
 *
 * @throws AppError when the body cannot be opened
 */
export function translateEntry(
  shopId: ShopId,
  { shop, webhookId, topic, triggeredAt, receivedAt, sealedBody }: ClaimedEntry,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): LifecycleTranslation {
  if ((!shop || shop.uninstalledAt) && !lifecycleTopics.has(topic)) {
    return refused("the app is not installed in the shop");
  }
  if (!sealedBody) return refused("its body is not kept any more");
  const body = keyring.open(sealedBody, {
    table: "inbox_entry",
    column: "sealed_body",
    shopId,
    row: webhookId,
  });
  const parsed = parseLossless(body);
  if (parsed.kind === "unreadable") return refused(parsed.reason);
  const reason = shopMismatchReason(topic, parsed.value, {
    shopId,
    shopifyGid: shop?.shopifyGid ?? null,
  });
  if (reason !== null) return refused(reason);
  return eventsFromWebhook({
    shopId,
    topic,
    triggeredAt: triggeredAt && triggeredAt <= receivedAt ? triggeredAt : receivedAt,
    headerTriggeredAt: triggeredAt,
    body: parsed.value,
    currency: shop?.currency ?? "USD",
    now: receivedAt,
  });
}
