import type { Db } from "~/db.server";
import { openName } from "../outbox/outbox-page.server";
import { EVENT_PAYLOADS } from "~/events/event";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import { keepCount } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** An item of the home page's feed: one event, or several of the same kind. */
export type FeedItem = {
  readonly key: string;
  /** Time of the event, or of the latest one. */
  readonly at: string;
} & FeedEvent;

type FeedEvent =
  | ({
      readonly kind: "order_credited";
      readonly netMinor: number;
      readonly currency: string;
    } & EmailEvent)
  | ({ readonly kind: "email_clicked" } & EmailEvent)
  | { readonly kind: "email_unsubscribed"; readonly customerId: CustomerId | null }
  | { readonly kind: "emails_sent"; readonly count: number; readonly from: EmailSource | null }
  | { readonly kind: "customers_entered"; readonly count: number; readonly flow: FlowName }
  | ({ readonly kind: "order_placed"; readonly name: string } & StoreEvent)
  | ({ readonly kind: "checkout_started" } & StoreEvent);

interface EmailEvent {
  readonly messageId: string;
  /** Name of the flow or campaign; null: unknown. */
  readonly from: string | null;
  readonly customerId: CustomerId | null;
}

interface StoreEvent {
  readonly totalMinor: number;
  readonly currency: string;
  readonly customerId: CustomerId | null;
}

interface EmailSource {
  readonly kind: "flow" | "campaign";
  readonly id: string;
  readonly name: string;
}

interface FlowName {
  readonly flowId: string;
  readonly name: string;
}

/** Newest first, single events before grouped ones. */
export interface Feed {
  /** Customer id → name; null: none is known. */
  readonly customers: Readonly<Record<CustomerId, string | null>>;
  /** Attributed orders, clicks, sent emails and unsubscribes. */
  readonly emails: readonly FeedItem[];
  /** Orders, checkouts and new enrollments. */
  readonly store: readonly FeedItem[];
  /** Of the grouped events: `Counted`. */
  readonly countedAt: string | null;
}

/** Maximum per kind, so that frequent events do not crowd out rare ones. */
const MAX_ITEMS = { credits: 3, clicks: 3, unsubscribes: 1, orders: 2, checkouts: 2 } as const;

const SINGLE_MS = 7 * 86_400_000;
/** Shorter, because grouped events are counted row by row. */
const FOLDED_MS = 86_400_000;

/** Events of a shop in the last seven days; frequent ones are grouped by flow over the last 24 hours. */
export async function listFeed(
  db: Db,
  shopId: ShopId,
  now: Date,
  keyring: Pick<Keyring, "open">,
): Promise<Feed> {
  const since = new Date(now.getTime() - SINGLE_MS);
  const foldedSince = new Date(now.getTime() - FOLDED_MS);
  const flows = await db.flow.findMany({ where: { shopId }, select: { flowId: true, name: true } });
  const campaigns = await db.campaign.findMany({
    where: { shopId, status: { not: "draft" } },
    select: { campaignId: true, name: true },
  });
  const campaignNames = new Map(campaigns.map(({ campaignId, name }) => [campaignId, name]));
  const named = new Map(flows.map((flow) => [flow.flowId, flow]));
  const nameOf: NameOf = (flowId) => (flowId === null ? null : (named.get(flowId) ?? null));
  const sourceOf: SourceOf = ({ flowId, campaignId }) => {
    const campaign = campaignId === null ? undefined : campaignNames.get(campaignId);
    if (campaignId !== null && campaign !== undefined) {
      return { kind: "campaign", id: campaignId, name: campaign };
    }
    const flow = nameOf(flowId);
    return flow && { kind: "flow", id: flow.flowId, name: flow.name };
  };
  const [credits, clicks, unsubscribes, orders, checkouts, folded] = await Promise.all([
    listCredits(db, shopId, since, sourceOf),
    listClicks(db, shopId, since, sourceOf),
    listUnsubscribes(db, shopId, since),
    listOrders(db, shopId, since),
    listCheckouts(db, shopId, since),
    keepCount(shopId, "feed", { now, sizeOf: sumFolded }, () =>
      countFolded(db, shopId, foldedSince),
    ),
  ]);
  const sent = foldSent(folded.value.sent, sourceOf);
  const entries = foldEntries(folded.value.entries, nameOf);
  const emailEvents = [...credits, ...clicks, ...unsubscribes];
  const storeEvents = [...orders, ...checkouts];
  return {
    customers: await nameCustomers(db, shopId, [...emailEvents, ...storeEvents], keyring),
    emails: [...newestFirst(emailEvents), ...newestFirst(sent)],
    store: [...newestFirst(storeEvents), ...newestFirst(entries)],
    countedAt: folded.countedAt,
  };
}

async function nameCustomers(
  db: Db,
  shopId: ShopId,
  items: readonly FeedItem[],
  keyring: Pick<Keyring, "open">,
): Promise<Feed["customers"]> {
  const ids = new Set(
    items.flatMap((it) => ("customerId" in it && it.customerId !== null ? it.customerId : [])),
  );
  const rows = await db.profile.findMany({
    where: { shopId, profileId: { in: [...ids].map(profileIdOfCustomer) } },
    select: { customerId: true, sealedContact: true },
  });
  return Object.fromEntries(
    rows.flatMap(({ customerId, sealedContact }) =>
      customerId === null
        ? []
        : [[customerId, openName(shopId, profileIdOfCustomer(customerId), sealedContact, keyring)]],
    ),
  );
}

type NameOf = (flowId: string | null) => FlowName | null;

type SourceOf = (
  email: Readonly<Record<"flowId" | "campaignId", string | null>>,
) => EmailSource | null;

function newestFirst(items: FeedItem[]): FeedItem[] {
  return items.sort((a, b) => b.at.localeCompare(a.at) || a.key.localeCompare(b.key));
}

async function listCredits(
  db: Db,
  shopId: ShopId,
  since: Date,
  sourceOf: SourceOf,
): Promise<FeedItem[]> {
  const rows = await db.attribution.findMany({
    where: { shopId, orderedAt: { gte: since } },
    orderBy: { orderedAt: "desc" },
    take: MAX_ITEMS.credits,
    include: {
      message: { select: { campaignId: true, profile: { select: { customerId: true } } } },
    },
  });
  return rows.map((row) => ({
    key: `credit/${row.orderId}`,
    at: row.orderedAt.toISOString(),
    kind: "order_credited",
    customerId: row.message.profile.customerId,
    messageId: row.messageId,
    from: sourceOf({ flowId: row.flowId, campaignId: row.message.campaignId })?.name ?? null,
    netMinor: Number(row.grossMinor - row.refundedMinor),
    currency: row.currency,
  }));
}

async function listClicks(
  db: Db,
  shopId: ShopId,
  since: Date,
  sourceOf: SourceOf,
): Promise<FeedItem[]> {
  const rows = await listLast(db, shopId, since, {
    kind: "email_clicked",
    take: MAX_ITEMS.clicks,
    // Machine clicks are not interesting.
    payload: { path: ["classification"], equals: "human" },
  });
  const clicks = rows.map(({ payload, ...common }) => ({
    ...common,
    ...EVENT_PAYLOADS.email_clicked.parse(payload),
  }));
  const messages = await db.message.findMany({
    where: { shopId, messageId: { in: clicks.map(({ messageId }) => messageId) } },
    select: { messageId: true, campaignId: true },
  });
  const campaignOf = new Map(messages.map((it) => [it.messageId, it.campaignId]));
  return clicks.map(({ key, at, customerId, messageId, flowId }) => {
    const source = sourceOf({ flowId, campaignId: campaignOf.get(messageId) ?? null });
    return {
      ...{ key, at, customerId, messageId },
      kind: "email_clicked",
      from: source?.name ?? null,
    };
  });
}

async function listUnsubscribes(db: Db, shopId: ShopId, since: Date): Promise<FeedItem[]> {
  const wanted = { kind: "email_unsubscribed", take: MAX_ITEMS.unsubscribes } as const;
  const rows = await listLast(db, shopId, since, wanted);
  return rows.map(({ key, at, customerId }) => ({
    key,
    at,
    customerId,
    kind: "email_unsubscribed",
  }));
}

async function listOrders(db: Db, shopId: ShopId, since: Date): Promise<FeedItem[]> {
  const rows = await listLast(db, shopId, since, { kind: "order_placed", take: MAX_ITEMS.orders });
  return rows.map(({ payload, ...common }) => {
    const { name, totalMinor, currency } = EVENT_PAYLOADS.order_placed.parse(payload);
    return { ...common, kind: "order_placed", name, totalMinor, currency };
  });
}

async function listCheckouts(db: Db, shopId: ShopId, since: Date): Promise<FeedItem[]> {
  const wanted = { kind: "checkout_started", take: MAX_ITEMS.checkouts } as const;
  const rows = await listLast(db, shopId, since, wanted);
  return rows.map(({ payload, ...common }) => {
    const { totalMinor, currency } = EVENT_PAYLOADS.checkout_started.parse(payload);
    return { ...common, kind: "checkout_started", totalMinor, currency };
  });
}

interface Wanted {
  readonly kind: "email_clicked" | "email_unsubscribed" | "order_placed" | "checkout_started";
  readonly take: number;
  readonly payload?: { path: string[]; equals: string };
}

/** One kind per query, to use the index (shopId, kind, occurredAt). */
async function listLast(db: Db, shopId: ShopId, since: Date, { take, ...where }: Wanted) {
  const rows = await db.event.findMany({
    where: { shopId, occurredAt: { gte: since }, ...where },
    orderBy: { occurredAt: "desc" },
    take,
    select: { sourceId: true, customerId: true, occurredAt: true, payload: true },
  });
  return rows.map(({ sourceId, customerId, occurredAt, payload }) => ({
    key: sourceId,
    at: occurredAt.toISOString(),
    customerId,
    payload,
  }));
}

interface Folded {
  readonly flowId: string | null;
  readonly count: number;
  readonly at: Date;
}
type FoldedEmails = Folded & { readonly campaignId: string | null };

/** After a campaign, these are as many rows as it had recipients. */
async function countFolded(db: Db, shopId: ShopId, since: Date) {
  const [sent, entries] = await Promise.all([
    db.$queryRaw<FoldedEmails[]>`
      select flow_id as "flowId", campaign_id as "campaignId", count(*)::int as count,
        max(sent_at) as at
      from message_status where shop_id = ${shopId} and sent_at >= ${since}
      group by 1, 2`,
    // Counts each customer once.
    db.$queryRaw<Folded[]>`
      select flow_id as "flowId", count(distinct profile_id)::int as count, max(enrolled_at) as at
      from enrollment
      where shop_id = ${shopId} and state <> 'scheduled' and enrolled_at >= ${since}
      group by 1`,
  ]);
  return { sent, entries };
}

const sumFolded = ({ sent, entries }: Awaited<ReturnType<typeof countFolded>>): number =>
  [...sent, ...entries].reduce((sum, { count }) => sum + count, 0);

const foldSent = (rows: readonly FoldedEmails[], sourceOf: SourceOf): FeedItem[] =>
  rows.map(({ flowId, campaignId, count, at }) => ({
    key: `sent/${flowId ?? campaignId ?? ""}`,
    at: at.toISOString(),
    kind: "emails_sent",
    count,
    from: sourceOf({ flowId, campaignId }),
  }));

const foldEntries = (rows: readonly Folded[], nameOf: NameOf): FeedItem[] =>
  rows.flatMap(({ flowId, count, at }) => {
    const flow = nameOf(flowId);
    if (!flow) return [];
    const key = `entered/${flow.flowId}`;
    return [{ key, at: at.toISOString(), kind: "customers_entered" as const, count, flow }];
  });
