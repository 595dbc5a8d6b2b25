import type { Db } from "~/db.server";
import { EVENT_PAYLOADS, type EventKind, type MarketingState } from "~/events/event";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** An event of a customer's timeline. */
export type TimelineItem = { readonly key: string; readonly at: string } & (
  | {
      readonly kind: "order_placed" | "order_canceled" | "order_fulfilled";
      readonly name: string;
      readonly totalMinor: number;
      readonly currency: string;
      readonly titles: readonly string[];
    }
  | { readonly kind: "order_refunded"; readonly amountMinor: number; readonly currency: string }
  | {
      readonly kind: "checkout_started";
      readonly totalMinor: number;
      readonly currency: string;
      readonly titles: readonly string[];
    }
  | { readonly kind: "consent_changed"; readonly marketingState: MarketingState }
  | { readonly kind: "customer_created" | "email_unsubscribed" }
  | { readonly kind: "email_sent"; readonly messageId: string }
  | { readonly kind: "email_clicked"; readonly messageId: string; readonly classification: string }
);

/** Event kinds shown on the timeline; record updates are not. */
const TIMELINE_KINDS = [
  "order_placed",
  "order_canceled",
  "order_fulfilled",
  "order_refunded",
  "checkout_started",
  "consent_changed",
  "customer_created",
  "email_unsubscribed",
  "email_sent",
  "email_clicked",
] as const satisfies readonly EventKind[];

const MAX_ITEMS = 40;

/** A customer's latest events, newest first. */
export async function listTimeline(
  db: Db,
  shopId: ShopId,
  customerId: CustomerId,
): Promise<TimelineItem[]> {
  const rows = await db.event.findMany({
    where: { shopId, customerId, kind: { in: [...TIMELINE_KINDS] } },
    orderBy: [{ occurredAt: "desc" }, { seq: "desc" }],
    take: MAX_ITEMS,
    select: { source: true, sourceId: true, kind: true, occurredAt: true, payload: true },
  });
  const items = rows.map(({ source, sourceId, kind, occurredAt, payload }) => ({
    key: `${source}/${sourceId}`,
    at: occurredAt.toISOString(),
    ...toTimelineDetail(kind as (typeof TIMELINE_KINDS)[number], payload),
  }));
  return items.filter((item, i) => !items.slice(0, i).some((newer) => isDuplicate(item, newer)));
}

/**
 * Whether two entries are the same consent change. What we send to Shopify comes
 * back as a webhook with a precision of one second.
 */
function isDuplicate(a: TimelineItem, b: TimelineItem): boolean {
  return (
    a.kind === "consent_changed" &&
    b.kind === "consent_changed" &&
    a.marketingState === b.marketingState &&
    Math.abs(Date.parse(a.at) - Date.parse(b.at)) < 1_000
  );
}

type TimelineDetail = TimelineItem extends infer Item
  ? Item extends TimelineItem
    ? Omit<Item, "key" | "at">
    : never
  : never;

function toTimelineDetail(kind: (typeof TIMELINE_KINDS)[number], payload: unknown): TimelineDetail {
  switch (kind) {
    case "order_placed":
    case "order_canceled":
    case "order_fulfilled": {
      const { name, totalMinor, currency, lines } = EVENT_PAYLOADS[kind].parse(payload);
      return { kind, name, totalMinor, currency, titles: lines.map(({ title }) => title) };
    }
    case "order_refunded": {
      const { amountMinor, currency } = EVENT_PAYLOADS[kind].parse(payload);
      return { kind, amountMinor, currency };
    }
    case "checkout_started": {
      const { totalMinor, currency, lines } = EVENT_PAYLOADS[kind].parse(payload);
      return { kind, totalMinor, currency, titles: lines.map(({ title }) => title) };
    }
    case "consent_changed":
      return { kind, marketingState: EVENT_PAYLOADS[kind].parse(payload).marketingState };
    case "customer_created":
    case "email_unsubscribed":
      return { kind };
    case "email_sent":
      return { kind, messageId: EVENT_PAYLOADS[kind].parse(payload).messageId };
    case "email_clicked": {
      const click = EVENT_PAYLOADS[kind].parse(payload);
      return { kind, messageId: click.messageId, classification: click.classification };
    }
  }
}
