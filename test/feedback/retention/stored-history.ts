import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { countLiftJob } from "~/feedback/count-lift.job.server";
import { countCampaigns } from "~/feedback/counts/campaign-numbers-store.server";
import { countEmailsJob } from "~/feedback/counts/count-emails.job.server";
import { markDaysForRecount } from "~/feedback/counts/count-store.server";
import { deleteHistoryJob } from "~/feedback/retention/delete-history.job.server";
import type { ShopId } from "~/lib/shop-id";
import { daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { createTestDeps } from "../../support/deps";
import { createOrderRow } from "../../support/rows";
import {
  emptyTables,
  storeCredit,
  storeEngagementEvent,
  storeEnrollment,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

/** Days of 25 months, to a day of NOW. */
export const LIMIT = 758;
export const OLD_CAMPAIGN = "spring";
const { signal } = new AbortController();

export type HistoryDeps = ReturnType<typeof createTestDeps> & { db: Database["db"] };

/** Two shops with flows, whose days begin at another time than those of UTC. */
export async function openHistory({ db }: Database): Promise<HistoryDeps> {
  await emptyTables(db);
  for (const shopId of [SHOP, OTHER_SHOP]) await storeShopWithFlows(db, shopId);
  await db.shop.updateMany({ data: { timeZone: "Asia/Tokyo", currency: "GBP" } });
  return { ...createTestDeps(), db };
}

/** Counts what reports and lift show. */
export const countAll = async (deps: HistoryDeps, shopId: ShopId = SHOP) => {
  while ((await countEmailsJob.run(shopId, deps, signal)).more);
  await countLiftJob.run(shopId, deps, signal);
};
/** Counts, and deletes what is old enough. */
export const deleteHistory = async (deps: HistoryDeps, shopId: ShopId = SHOP) => {
  await deps.db.historyRetention.upsert({
    where: { shopId },
    create: { shopId, nextRunAt: NOW },
    update: { nextRunAt: NOW },
  });
  await countAll(deps, shopId);
  while ((await deleteHistoryJob.run(shopId, deps, signal)).more);
};

interface Sent {
  readonly messageId: string;
  readonly profileId: string;
  readonly days: number;
  readonly campaignId?: string;
  readonly variant?: "treated" | "holdout";
}

/** An email with all that follows from it: an event, a report, a click and its event, a variant and a credit. */
export async function send(
  deps: HistoryDeps,
  { messageId, profileId, days, campaignId, variant }: Sent,
  shopId = SHOP,
) {
  const { db } = deps;
  const at = daysAgo(days);
  const id = `${shopId}/${messageId}`;
  const enrollmentId = campaignId
    ? null
    : await storeEnrollment(db, profileId, {
        ...{ shopId, enrollmentId: id, objectKey: id, enrolledAt: at },
        variant: variant ?? "treated",
      });
  const isHeldOut = variant === "holdout";
  await storeMessage(db, profileId, {
    ...{ shopId, messageId, enrollmentId, plannedAt: at, picks: [], linkCount: 1 },
    ...(campaignId && { campaignId, flowId: null, flowVersion: null, stepId: null }),
    ...(isHeldOut ? { state: "withheld", sentAt: null } : { sentAt: at, batchId: `b${messageId}` }),
  });
  await createOrderRow(db, {
    ...{ shopId, orderId: `o${messageId}`, profileId },
    placedAt: new Date(at.getTime() + 3_600_000),
  });
  if (isHeldOut) return;
  await db.emailBatch.create({
    data: {
      ...{ shopId, batchId: `b${messageId}`, mailer: "resend", state: "unknown" },
      messageIds: [messageId],
    },
  });
  await db.messageVariant.create({
    data: { shopId, messageId, kind: "subject", variant: "own", rate: 0.5 },
  });
  await db.emailEvent.create({
    data: {
      ...{ shopId, eventId: `d${messageId}`, messageId, delivery: "delivered" },
      ...{ occurredAt: at, receivedAt: at },
    },
  });
  await storeEngagementEvent(db, messageId, { shopId, eventId: `e${messageId}`, occurredAt: at });
  await storeCredit(db, messageId, profileId, {
    ...{ shopId, orderId: `o${messageId}`, clickedAt: at, orderedAt: at },
    ...(campaignId && { flowId: null, stepId: null }),
  });
  const email = { messageId, flowId: null, stepId: null };
  const common = { shopId, source: "kindred", occurredAt: at, personal: null } as const;
  const customerId = profileId.slice(1) as never;
  await db.$transaction(async (tx) => {
    await recordEvents(
      tx,
      [
        {
          ...common,
          customerId,
          kind: "email_sent",
          sourceId: `message/${messageId}/sent`,
          payload: email,
        },
        {
          ...{ ...common, customerId, kind: "email_clicked", sourceId: `engagement/e${messageId}` },
          payload: { ...email, classification: "human", position: "button", productId: null },
        } as never,
      ],
      deps,
    );
    await markDaysForRecount(tx, shopId, [messageId]);
  });
}

const storeCampaign = (deps: HistoryDeps, shopId: ShopId) =>
  deps.db.campaign.create({
    data: {
      ...{ shopId, campaignId: OLD_CAMPAIGN, name: "Spring", status: "sent", plan: {} },
      ...{
        createdAt: daysAgo(LIMIT + 90),
        updatedAt: daysAgo(LIMIT + 90),
        endedAt: daysAgo(LIMIT + 90),
      },
    },
  });

/** Old and young emails of two people, to a flow and a campaign, in a shop. */
export async function storeYears(deps: HistoryDeps, shopId: ShopId = SHOP) {
  await storeCampaign(deps, shopId);
  for (const customer of ["1", "2"]) {
    const profileId = await storeProfile(deps.db, deps.keyring, customer, { shopId });
    const variant = customer === "1" ? "treated" : "holdout";
    for (const days of [LIMIT + 200, LIMIT + 100, LIMIT + 2, LIMIT - 2, LIMIT - 100, 10]) {
      await send(deps, { messageId: `f${customer}-${days}`, profileId, days, variant }, shopId);
    }
    const old = { profileId, days: LIMIT + 90, campaignId: OLD_CAMPAIGN };
    await send(deps, { messageId: `c${customer}`, ...old }, shopId);
  }
}

export const messageIds = async (deps: HistoryDeps, shopId: ShopId = SHOP) => {
  const rows = await deps.db.message.findMany({ where: { shopId } });
  return rows.map(({ messageId }) => messageId).sort();
};
/** Every row of a shop that is about its emails, by table. */
export const countRows = async (deps: HistoryDeps, shopId: ShopId) => {
  const { db } = deps;
  const where = { shopId };
  return {
    messages: await messageIds(deps, shopId),
    outcomes: await db.messageOutcome.count({ where }),
    contents: await db.messageContent.count({ where }),
    variants: await db.messageVariant.count({ where }),
    reports: await db.emailEvent.count({ where }),
    clicks: await db.engagementEvent.count({ where }),
    events: await db.event.count({ where }),
    batches: await db.emailBatch.count({ where }),
    keys: await db.messageKey.count({ where }),
    orders: await db.order.count({ where }),
  };
};
/** The numbers that a merchant sees. */
export const numbersOf = async (deps: HistoryDeps, shopId: ShopId) => ({
  counts: await deps.db.emailCount.findMany({
    where: { shopId },
    orderBy: [{ day: "asc" }, { campaignId: "asc" }],
  }),
  picks: await deps.db.pickCount.findMany({ where: { shopId } }),
  lift: await deps.db.liftDay.findMany({
    where: { shopId },
    orderBy: [
      ...[{ day: "asc" }, { flowId: "asc" }, { campaignId: "asc" }, { windowDays: "asc" }],
      { variant: "asc" },
    ] as never,
  }),
  campaign: (await countCampaigns(deps.db, shopId, [OLD_CAMPAIGN], NOW)).value.get(OLD_CAMPAIGN),
  credits: await deps.db.attribution.findMany({ where: { shopId }, orderBy: { orderId: "asc" } }),
});
