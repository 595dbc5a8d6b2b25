import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import type { AnyEvent, EventKind } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { enrollProfilesJob } from "~/flows/enrollment/enroll-profiles.job.server";
import { enrollVisitorsJob } from "~/flows/enrollment/enroll-visitors.job.server";
import { scanScheduledTriggersJob } from "~/flows/scan/scan-scheduled-triggers.job.server";
import { scanInventoryTriggersJob } from "~/flows/scan/scan-inventory-triggers.job.server";
import { BROWSING } from "~/profiles/visitors/project-browsing.job.server";
import { anId, hoursAgo, NOW, SHOP } from "../../support/builders";
import { storeCodePools } from "../../support/code-pools";
import { openTestDatabase } from "../../support/database";
import { outboxDeps, storeSendingShop, type OutboxDeps } from "../../support/outbox-stage";
import { storeOrder } from "../../support/stored-checkout";
import { emptyTables, storeProfile } from "../../support/stored-rows";

const HOUR_MS = 3_600_000;

/** One flow of a shop with a sender, one customer `c1`, a clock, and the real jobs from event to email. */
export interface FlowStage {
  readonly database: Database;
  deps: OutboxDeps;
  /** Resets to noon, with this flow live and without a holdout. */
  begin(flowId: string): Promise<void>;
  /** Records events; the test writes the projections. */
  receive(kind: EventKind, payload: object, more?: Partial<AnyEvent>): Promise<void>;
  /** Marks all recorded events as projected. */
  catchUp(): Promise<void>;
  /** Runs all jobs at each due time for this many hours. */
  pass(hours: number): Promise<void>;
  /** Subjects of the sent emails in order. */
  subjects(): string[];
  /** Sent emails: hours since the beginning, and step. */
  sent(): Promise<readonly [hours: number, stepId: string][]>;
  now(): Date;
}

export async function openFlowStage(): Promise<FlowStage> {
  const database = await openTestDatabase();
  const { db } = database;
  const { signal } = new AbortController();
  let now = NOW;

  async function drain() {
    for (const job of [
      enrollProfilesJob,
      enrollVisitorsJob,
      scanInventoryTriggersJob,
      scanScheduledTriggersJob,
      advanceEnrollmentsJob,
      drainOutboxJob,
    ]) {
      while ((await job.run(SHOP, stage.deps, signal)).more);
    }
  }

  /** The next due time, not before the instant. */
  async function nextDue(upTo: Date): Promise<Date> {
    const rows = await db.$queryRaw<{ at: Date | null }[]>`
      select min(at) as at from (
        select next_run_at as at from enrollment where state in ('scheduled', 'active')
        union all select next_run_at from message_status where state = 'planned') due`;
    const at = rows[0]?.at ?? upTo;
    // Slightly later, since nothing is due yet at exactly that time if clocks are compared strictly.
    const after = new Date(Math.max(at.getTime(), now.getTime() + 1_000));
    return after < upTo ? after : upTo;
  }

  const stage: FlowStage = {
    database,
    deps: outboxDeps(database),
    async begin(flowId) {
      now = NOW;
      await emptyTables(db);
      await storeSendingShop(db);
      stage.deps = { ...outboxDeps(database), now: () => now };
      await db.flow.updateMany({ data: { status: "draft" } });
      await db.flow.update({
        where: { shopId_flowId: { shopId: SHOP, flowId } },
        data: { status: "live" },
      });
      await db.settings.update({
        where: { shopId: SHOP },
        data: { sending: { senderAddress: "hello@kettle.example", holdoutRate: 0 } },
      });
      await storeCodePools(db, stage.deps.keyring);
      const version = await db.flowVersion.findFirstOrThrow({ where: { shopId: SHOP, flowId } });
      await db.flowVersion.updateMany({
        where: { shopId: SHOP, flowId },
        data: { definition: { ...(version.definition as object), holdoutRate: 0 } },
      });
      await storeProfile(db, stage.deps.keyring, "1", {
        contact: { firstName: "Ada" },
        countryCode: "GB",
      });
      for (const [productId, title] of PRODUCTS) await storeProduct(db, productId, title);
    },
    async receive(kind, payload, more = {}) {
      const event = {
        shopId: SHOP,
        source: "shopify",
        sourceId: `event/${anId()}`,
        kind,
        customerId: "1",
        occurredAt: now,
        payload,
        personal: null,
        ...more,
      } as AnyEvent;
      await db.$transaction((tx) => recordEvents(tx, [event], stage.deps));
      await stage.catchUp();
    },
    async catchUp() {
      const { _max } = await db.event.aggregate({ _max: { seq: true } });
      for (const consumer of ["profiles", BROWSING]) {
        await db.cursor.upsert({
          where: { shopId_consumer: { shopId: SHOP, consumer } },
          create: { shopId: SHOP, consumer, seq: _max.seq ?? 0n },
          update: { seq: _max.seq ?? 0n },
        });
      }
    },
    async pass(hours) {
      const until = new Date(now.getTime() + hours * HOUR_MS);
      await drain();
      while (now < until) {
        now = await nextDue(until);
        await drain();
      }
    },
    subjects: () => stage.deps.mailer.taken.map(({ subject }) => subject),
    async sent() {
      const rows = await db.messageStatus.findMany({
        where: { state: "sent" },
        orderBy: { sentAt: "asc" },
      });
      return rows.map(({ sentAt, stepId }) => [
        Math.round((sentAt!.getTime() - NOW.getTime()) / HOUR_MS),
        stepId ?? "",
      ]);
    },
    now: () => now,
  };
  return stage;
}

/** The shop's products: the first is viewed or bought, then others. */
const PRODUCTS = [
  ["501", "Cedar tray"],
  ["502", "Linen towel"],
  ["503", "Stone mug"],
  ["504", "Oak spoon"],
  ["505", "Wool throw"],
] as const;

async function storeProduct(db: Database["db"], productId: string, title: string) {
  await db.product.create({
    data: {
      shopId: SHOP,
      productId,
      handle: title.toLowerCase().replace(" ", "-"),
      title,
      vendor: "Kettle",
      productType: "Home",
      tags: [],
      status: "active",
      imageUrl: `https://cdn.kettle.example/${productId}.png`,
      createdAt: hoursAgo(2_000),
      publishedAt: hoursAgo(2_000),
      sourceUpdatedAt: hoursAgo(2_000),
      variants: {
        create: {
          variantId: `6${productId.slice(1)}`,
          position: 1,
          title: "Default Title",
          priceMinor: 24_00n,
          inventoryQuantity: 40,
          availableForSale: true,
        },
      },
    },
  });
}

/** A projected visit of the customer's browser around an instant. */
export async function storeVisit(
  { deps, now }: FlowStage,
  looks: readonly { productId: string; views?: number; dwellSeconds?: number; added?: number }[],
  at: Date = now(),
): Promise<void> {
  await deps.db.visit.create({
    data: {
      shopId: SHOP,
      visitorId: "browser-1",
      startedAt: new Date(at.getTime() - 60_000),
      endedAt: new Date(at.getTime() + 60_000),
      profileId: "c1",
      pageCount: 2,
      dwellSeconds: 60,
      path: ["product"],
      searches: [],
      viewed: looks.map(({ productId, views = 1, dwellSeconds = 0, added = 0 }) => ({
        productId,
        views,
        dwellSeconds,
        added,
      })),
    },
  });
  await deps.db.profile.updateMany({
    where: { shopId: SHOP, profileId: "c1" },
    data: { lastSeenAt: at },
  });
}

/** Steps whose emails were sent, in order. */
export const stepsOf = async (stage: FlowStage) => (await stage.sent()).map(([, stepId]) => stepId);

export const setProfile = ({ database }: FlowStage, data: object) =>
  database.db.profile.updateMany({ where: { shopId: SHOP, profileId: "c1" }, data });

export const setVariant = ({ database }: FlowStage, variantId: string, data: object) =>
  database.db.variant.updateMany({ where: { shopId: SHOP, variantId }, data });

/** The customer orders: stores the order and its event. */
export async function orderNow(stage: FlowStage): Promise<void> {
  const placedAt = stage.now();
  const order = await storeOrder(stage.database.db, "c1", { placedAt });
  await setProfile(stage, { lastOrderAt: placedAt });
  await stage.receive(order.kind, order.payload, {
    sourceId: order.sourceId,
    occurredAt: placedAt,
  });
}
