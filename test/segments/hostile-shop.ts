import fc from "fast-check";
import { MarketingState } from "~/events/event";
import type { PrismaClient } from "~/generated/prisma/client";
import { GRADES } from "~/predictions/prediction";
import { PRICE_BANDS } from "~/profiles/profile";
import { SuppressionReason } from "~/profiles/suppression-reason";
import { anId, createShop, daysAgo, NOW, SHOP } from "../support/builders";

/** Words that resemble something else, or each other. */
export const WORDS = [
  "Tea",
  "tea",
  "Té",
  "Te\u0301",
  "it's",
  "'; drop table profile; --",
  'a "b" \\ ${c} $1 %_',
  "茶🍵",
  " ",
];
export const COUNTRIES = ["GB", "gb", "DE", "ß"];
export const LOCALES = ["en", "en-GB", "EN", "zh-Hant-TW", "-", "pt'BR"];
/** Property names: one of them has members, the other has none. */
export const NOTES = ["tier", "it's '"];
export const REGIONS = ["England", "england", "Île-de-France", "it's"];
/** Keys of cities: `keyring.cityKey` makes such. */
export const CITIES = ["key-1", "Key-1", "-"];
export const TAGS = ["VIP", "vip", "it's", "a,b", "{}", '"', "茶", " "];
export const CODES = ["WELCOME10", "IT'S", "ÄÖ"];
export const CHANNELS = ["web", "pos", "it's"];
export const COLLECTIONS = ["col-1", "col'2", "deleted"];
export const FLOWS = ["flow-1", "it's"];
export const CAMPAIGNS = ["campaign-1", "campaign'2"];
export const VARIANTS = ["v-1", "it's", "9007199254740993"];
/** Messages that emails refer to; the last one is not stored. */
const MESSAGES = ["m1", "m2", "m3", "gone"];
export const QUERIES = ["kettle", "té", "te\u0301", "100% \\ wool_'s", "茶"];
/** Two segments: one of them has members. */
export const SEGMENTS = ["seg-1", "seg'2"];
/** Distances exactly at a window's edge, or a millisecond off. */
export const EXACT_DAYS = [1, 30, 90];
export const PRODUCTS = [
  "501",
  "9007199254740993",
  "9007199254740992",
  "99999999999999999999999",
  "it's",
].map((id, n) => ({ id, type: WORDS[n * 2] ?? "", vendor: WORDS[n * 2 + 1] ?? "" }));
/** A product that the catalog does not have. */
const productIds = [...PRODUCTS.map((it) => it.id), "404"];

const at = fc.oneof(
  fc
    .tuple(fc.constantFrom(...EXACT_DAYS, 0), fc.constantFrom(-1, 0, 1))
    .map(([days, ms]) => new Date(daysAgo(days).getTime() + ms)),
  fc.integer({ min: 0, max: 500 }).map((days) => daysAgo(days)),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const upTo = <T>(most: number, value: fc.Arbitrary<T>) => fc.array(value, { maxLength: most });
const share = fc.constantFrom(0, 0.1, 0.3, 0.333333, 0.5, 1);
const times = fc.integer({ min: 0, max: 3 });
const big = fc.constantFrom(0n, 1n, 2400n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 60n + 1n);

function sender() {
  return fc.oneof(
    fc.record({ flowId: fc.constantFrom(...FLOWS) }),
    fc.record({ campaignId: fc.constantFrom(...CAMPAIGNS) }),
  );
}

const customer = fc.record({
  countryCode: maybe(fc.constantFrom(...COUNTRIES)),
  locale: maybe(fc.constantFrom(...LOCALES)),
  region: maybe(fc.constantFrom(...REGIONS)),
  cityKey: maybe(fc.constantFrom(...CITIES)),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 3 }),
  marketingState: fc.constantFrom(...MarketingState.options),
  hasAddress: fc.boolean(),
  isDeleted: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  createdAt: at,
  firstOrderAt: maybe(at),
  lastOrderAt: maybe(at),
  lastSeenAt: maybe(at),
  orderCount: times,
  netSpendMinor: big,
  traits: fc.oneof(
    fc.constant({}),
    fc.record({
      purchaseDays: times,
      averageOrderMinor: maybe(fc.constantFrom(2, 2.5, 2400, 2 ** 53 - 1)),
      medianGapDays: maybe(fc.constantFrom(1, 2.5)),
      affinities: upTo(2, fc.record({ productType: fc.constantFrom(...WORDS), share })),
    }),
    fc.record({ priceBands: fc.record(Object.fromEntries(PRICE_BANDS.map((it) => [it, share]))) }),
  ),
  prediction: maybe(
    fc.record({
      grade: fc.constantFrom(...GRADES),
      buy7Rate: maybe(share),
      buy30Rate: maybe(fc.constantFrom(0.1, 1 / 3, 0.3)),
      buy90Rate: maybe(share),
      churnRate: maybe(fc.constantFrom(0.1 + 0.2, 0.3)),
      valueMinor: maybe(big),
      expectedOrders: maybe(fc.constantFrom(0.1, 5, 12)),
      nextOrderAt: maybe(fc.integer({ min: -6, max: 12 }).map((days) => daysAgo(-days))),
      groupKey: maybe(fc.constantFrom("best", "lapsed", "new")),
      bestHour: maybe(fc.constantFrom(0, 5, 12)),
      emailsPer28Days: maybe(fc.constantFrom(0, 5, 12)),
    }),
  ),
  orders: upTo(
    4,
    fc.record({
      at,
      cancelledAt: maybe(at),
      refundedMinor: fc.constantFrom(0n, 0n, 500n, 1000n),
      totalMinor: fc.constantFrom(0n, 1000n, 2n ** 53n + 1n),
      currency: fc.constantFrom("GBP", "GBP", "USD"),
      discountCodes: fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 2 }),
      sourceName: maybe(fc.constantFrom(...CHANNELS)),
      test: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      lines: upTo(
        3,
        fc.record({
          productId: maybe(fc.constantFrom(...productIds)),
          variantId: maybe(fc.constantFrom(...VARIANTS)),
          quantity: times,
        }),
      ),
    }),
  ),
  checkouts: upTo(2, at),
  visits: fc.uniqueArray(
    fc.record({
      at,
      searches: upTo(2, fc.constantFrom(...QUERIES)),
      viewed: upTo(
        3,
        fc.record({ productId: fc.constantFrom(...productIds), views: times, added: times }),
      ),
    }),
    { maxLength: 3, selector: (it) => it.at.getTime() },
  ),
  events: upTo(
    5,
    fc.record({
      kind: fc.constantFrom(
        "email_sent",
        "email_clicked",
        "sign_up_confirmed",
        "notify_me_requested",
      ),
      at,
      messageId: fc.constantFrom(...MESSAGES),
      classification: fc.constantFrom("human", "machine", "unknown"),
    }),
  ),
  opens: upTo(
    3,
    fc.record({
      at,
      kind: fc.constantFrom("open", "open", "click"),
      classification: fc.constantFrom("human", "machine", "unknown"),
      message: fc.constantFrom(0, 1),
    }),
  ),
  /** The senders of two messages. */
  senders: fc.tuple(sender(), sender()),
  notes: upTo(2, fc.tuple(fc.constantFrom(...NOTES), fc.constantFrom(...WORDS))),
  suppressions: fc.uniqueArray(
    fc.record({
      reason: fc.constantFrom(...SuppressionReason.options),
      expiresAt: maybe(fc.constantFrom(NOW, daysAgo(-1), daysAgo(1))),
    }),
    { maxLength: 2, selector: (it) => it.reason },
  ),
  isInFirst: fc.boolean(),
});
type Customer = typeof customer extends fc.Arbitrary<infer T> ? T : never;

/** Fills a shop with customers with any true, false or unknown facts. Their ids are around 2^53. */
export async function fillHostileShop(db: PrismaClient, size: number): Promise<void> {
  await createShop(db);
  const shopId = SHOP;
  await db.product.createMany({
    data: PRODUCTS.map(({ id, type, vendor }) => ({
      shopId,
      productId: id,
      handle: id,
      title: id,
      vendor,
      productType: type,
      tags: [vendor, "Common"],
      status: "active",
      createdAt: NOW,
      sourceUpdatedAt: NOW,
    })),
  });
  await db.segment.createMany({
    data: SEGMENTS.map((segmentId) => ({
      shopId,
      segmentId,
      name: segmentId,
      createdAt: NOW,
      updatedAt: NOW,
    })),
  });
  await db.collection.createMany({
    data: COLLECTIONS.map((collectionId, n) => ({
      shopId,
      collectionId,
      handle: collectionId,
      title: collectionId,
      productIds: [...PRODUCTS.slice(n, n + 2).map(({ id }) => id), "404"],
      sourceUpdatedAt: NOW,
      deletedAt: collectionId === "deleted" ? NOW : null,
    })),
  });
  await db.campaign.createMany({
    data: CAMPAIGNS.map((campaignId) => ({
      ...{ shopId, campaignId, name: campaignId, status: "sent", plan: {} },
      ...{ createdAt: NOW, updatedAt: NOW },
    })),
  });
  const customers = fc.sample(customer, { numRuns: size, seed: 7 });
  for (const [n, it] of customers.entries()) {
    const customerId = String(2n ** 53n - 5n + BigInt(n));
    await createCustomer(db, customerId, it);
    // Customers share these messages in their events, as only the ids count.
    const shared = n === 0 ? MESSAGES.slice(0, 3) : [];
    await createMessages(db, `c${customerId}`, it, shared);
  }
}

async function createMessages(
  db: PrismaClient,
  profileId: string,
  { senders, opens }: Customer,
  shared: readonly string[],
): Promise<void> {
  const shopId = SHOP;
  const own = senders.map((_, n) => `${profileId}/${n}`);
  const messageIds = [...own, ...shared];
  await db.messageKey.createMany({ data: messageIds.map((messageId) => ({ shopId, messageId })) });
  await db.message.createMany({
    data: messageIds.map((messageId, n) => ({
      ...{ shopId, messageId, profileId, intent: {}, plannedAt: NOW, expiresAt: NOW },
      ...senders[n % 2],
    })),
  });
  await db.engagementEvent.createMany({
    data: opens.map(({ at, message, ...opened }) => ({
      ...{ shopId, eventId: anId(), messageId: own[message] ?? "", occurredAt: at },
      ...opened,
    })),
  });
}

async function createCustomer(db: PrismaClient, customerId: string, it: Customer): Promise<void> {
  const shopId = SHOP;
  const profileId = `c${customerId}`;
  const emailIndex = it.hasAddress ? Buffer.from(`index of ${customerId}`) : null;
  await db.profile.create({
    data: {
      shopId,
      profileId,
      customerId,
      emailIndex,
      countryCode: it.countryCode,
      region: it.region,
      cityKey: it.cityKey,
      tags: it.tags,
      locale: it.locale,
      marketingState: it.marketingState,
      createdAt: it.createdAt,
      firstOrderAt: it.firstOrderAt,
      lastOrderAt: it.lastOrderAt,
      lastSeenAt: it.lastSeenAt,
      orderCount: it.orderCount,
      netSpendMinor: it.netSpendMinor,
      traits: it.traits,
      deletedAt: it.isDeleted ? NOW : null,
    },
  });
  if (it.prediction) {
    const rest = { computedAt: NOW, modelVersions: {}, detail: {} };
    await db.prediction.create({ data: { shopId, profileId, ...it.prediction, ...rest } });
  }
  for (const { at, lines, ...order } of it.orders) {
    await db.order.create({
      data: {
        shopId,
        orderId: anId(),
        name: "#1",
        profileId,
        placedAt: at,
        sourceUpdatedAt: at,
        ...order,
        lines: {
          create: lines.map((line) => ({ ...line, lineId: anId(), title: "", netMinor: 1 })),
        },
      },
    });
  }
  await db.checkout.createMany({
    data: it.checkouts.map((startedAt) => ({
      shopId,
      token: anId(),
      profileId,
      startedAt,
      currency: "GBP",
      totalMinor: 1,
      lines: [],
      sourceUpdatedAt: startedAt,
    })),
  });
  await db.visit.createMany({
    data: it.visits.map(({ at, searches, viewed }) => ({
      shopId,
      visitorId: `of ${profileId}`,
      startedAt: at,
      endedAt: at,
      profileId,
      pageCount: 1,
      dwellSeconds: 1,
      path: [],
      searches,
      viewed,
    })),
  });
  await db.event.createMany({
    data: it.events.map(({ kind, at, ...payload }) => ({
      shopId,
      source: "kindred",
      sourceId: anId(),
      kind,
      customerId,
      occurredAt: at,
      recordedAt: at,
      payload,
    })),
  });
  if (emailIndex) {
    await db.suppression.createMany({
      data: it.suppressions.map((row) => ({ shopId, emailIndex, createdAt: NOW, ...row })),
    });
  }
  const notes = new Map(it.notes);
  await db.profileProperty.createMany({
    data: [...notes].map(([name, value]) => {
      return { shopId, profileId, name, value, flowId: "f", setAt: NOW };
    }),
  });
  if (it.isInFirst) {
    const member = { shopId, segmentId: SEGMENTS[0] ?? "", profileId, joinedAt: NOW };
    await db.segmentMember.create({ data: member });
  }
}
