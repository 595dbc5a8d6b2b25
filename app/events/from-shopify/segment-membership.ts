import { at, gidTail } from "../read-json";
import {
  refused,
  translated,
  type EventTranslation,
  type TranslationContext,
} from "../translation";

/** customer.joined_segment and customer.left_segment, of a segment that was imported with its members. */
export function fromSegmentMembership(
  change: "joined" | "left",
  body: unknown,
  { shopId, now, triggeredAt }: TranslationContext,
): EventTranslation {
  // Shopify documents these payloads with underscores, and names the filter's field without.
  const customerId = gidTail(at(body, "customerId") ?? at(body, "customer_id"), "Customer");
  const shopifySegmentId = gidTail(at(body, "segmentId") ?? at(body, "segment_id"), "Segment");
  if (!customerId || !shopifySegmentId) {
    return refused("the change does not tell its customer and segment");
  }
  const occurredAt = triggeredAt ?? now;
  return translated({
    shopId,
    source: "shopify",
    sourceId: `segment/${shopifySegmentId}/${customerId}/${change}/${occurredAt.toISOString()}`,
    kind: "shopify_segment_changed",
    customerId,
    occurredAt,
    payload: { shopifySegmentId, change },
    personal: null,
  });
}
