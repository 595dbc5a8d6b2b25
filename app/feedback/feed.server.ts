import type { Db } from "~/db.server";
import { EVENT_PAYLOADS, type EventKind } from "~/events/event";
import { findLastSeq } from "~/events/event-store.server";
import type { ShopId } from "~/lib/shop-id";

/** One thing that happened, for the home page's feed. */
export type FeedItem = {
  readonly key: string;
  readonly at: string;
  readonly customerId: string | null;
} & Happening;

type Happening =
  | {
      readonly kind: "order_placed";
      readonly name: string;
      readonly totalMinor: number;
      readonly currency: string;
    }
  | { readonly kind: "checkout_started"; readonly totalMinor: number; readonly currency: string }
  | { readonly kind: "mail_unsubscribed" }
  | { readonly kind: "enrolled"; readonly flowName: string }
  | {
      readonly kind: "mail_sent" | "mail_withheld" | "mail_clicked";
      readonly messageId: string;
      readonly flowName: string;
    }
  | {
      readonly kind: "mail_skipped";
      readonly messageId: string;
      readonly flowName: string;
      readonly reason: string;
    }
  | {
      readonly kind: "order_credited";
      readonly messageId: string;
      readonly flowName: string;
      readonly netMinor: number;
      readonly currency: string;
    };

const MOST_ITEMS = 14;
/** Only so many of the last events are looked through: the feed must stay cheap while a back-fill runs. */
const EVENTS_LOOKED_AT = 2_000;

const TOLD = [
  "order_placed",
  "checkout_started",
  "mail_unsubscribed",
  "mail_sent",
  "mail_clicked",
] as const satisfies readonly EventKind[];

/** What happened in a shop since an instant, newest first. */
export async function listFeed(db: Db, shopId: ShopId, since: Date): Promise<FeedItem[]> {
  const flows = await db.flow.findMany({ where: { shopId }, select: { flowId: true, name: true } });
  const nameOf = (flowId: string | null) =>
    flows.find((flow) => flow.flowId === flowId)?.name ?? "a mail";
  const items = await Promise.all([
    listEvents(db, shopId, since, nameOf),
    listEnrollments(db, shopId, since, nameOf),
    listUnsent(db, shopId, since, nameOf),
    listCredits(db, shopId, since, nameOf),
  ]);
  return items
    .flat()
    .sort((a, b) => b.at.localeCompare(a.at) || a.key.localeCompare(b.key))
    .slice(0, MOST_ITEMS);
}

type NameOf = (flowId: string | null) => string;

async function listEvents(db: Db, shopId: ShopId, since: Date, nameOf: NameOf) {
  const last = await findLastSeq(db, shopId);
  const rows = await db.event.findMany({
    where: {
      shopId,
      seq: { gt: last - BigInt(EVENTS_LOOKED_AT) },
      kind: { in: [...TOLD] },
      occurredAt: { gte: since },
      // A program that follows links is nobody's interest.
      OR: [{ kind: { not: "mail_clicked" } }, { payload: { path: ["class"], equals: "human" } }],
    },
    orderBy: { occurredAt: "desc" },
    take: MOST_ITEMS,
    select: { sourceId: true, kind: true, customerId: true, occurredAt: true, payload: true },
  });
  return rows.map(({ sourceId, kind, customerId, occurredAt, payload }) => ({
    key: sourceId,
    at: occurredAt.toISOString(),
    customerId,
    ...happening(kind as (typeof TOLD)[number], payload, nameOf),
  }));
}

function happening(kind: (typeof TOLD)[number], payload: unknown, nameOf: NameOf): Happening {
  switch (kind) {
    case "order_placed": {
      const { name, totalMinor, currency } = EVENT_PAYLOADS[kind].parse(payload);
      return { kind, name, totalMinor, currency };
    }
    case "checkout_started": {
      const { totalMinor, currency } = EVENT_PAYLOADS[kind].parse(payload);
      return { kind, totalMinor, currency };
    }
    case "mail_unsubscribed":
      return { kind };
    case "mail_sent":
    case "mail_clicked": {
      const { messageId, flowId } = EVENT_PAYLOADS[kind].parse(payload);
      return { kind, messageId, flowName: nameOf(flowId) };
    }
  }
}

async function listEnrollments(db: Db, shopId: ShopId, since: Date, nameOf: NameOf) {
  const rows = await db.enrollment.findMany({
    where: { shopId, state: { not: "waiting" }, enrolledAt: { gte: since } },
    orderBy: { enrolledAt: "desc" },
    take: MOST_ITEMS,
    select: {
      enrollmentId: true,
      flowId: true,
      enrolledAt: true,
      profile: { select: { customerId: true } },
    },
  });
  return rows.map(({ enrollmentId, flowId, enrolledAt, profile }) => ({
    key: enrollmentId,
    at: enrolledAt.toISOString(),
    customerId: profile.customerId,
    kind: "enrolled" as const,
    flowName: nameOf(flowId),
  }));
}

async function listUnsent(db: Db, shopId: ShopId, since: Date, nameOf: NameOf) {
  const rows = await db.message.findMany({
    where: { shopId, plannedAt: { gte: since }, state: { in: ["skipped", "failed", "withheld"] } },
    orderBy: { plannedAt: "desc" },
    take: MOST_ITEMS,
    select: {
      messageId: true,
      flowId: true,
      state: true,
      reason: true,
      plannedAt: true,
      profile: { select: { customerId: true } },
    },
  });
  return rows.map(({ messageId, flowId, state, reason, plannedAt, profile }) => {
    const common = {
      key: messageId,
      at: plannedAt.toISOString(),
      customerId: profile.customerId,
      messageId,
      flowName: nameOf(flowId),
    };
    return state === "withheld"
      ? { ...common, kind: "mail_withheld" as const }
      : { ...common, kind: "mail_skipped" as const, reason: reason ?? state };
  });
}

async function listCredits(db: Db, shopId: ShopId, since: Date, nameOf: NameOf) {
  const rows = await db.attribution.findMany({
    where: { shopId, orderedAt: { gte: since } },
    orderBy: { orderedAt: "desc" },
    take: MOST_ITEMS,
    include: { message: { select: { profile: { select: { customerId: true } } } } },
  });
  return rows.map((row) => ({
    key: `credit/${row.orderId}`,
    at: row.orderedAt.toISOString(),
    customerId: row.message.profile.customerId,
    kind: "order_credited" as const,
    messageId: row.messageId,
    flowName: nameOf(row.flowId),
    netMinor: Number(row.grossMinor - row.refundedMinor),
    currency: row.currency,
  }));
}
