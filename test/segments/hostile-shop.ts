import fc from "fast-check";
import type { PrismaClient } from "~/generated/prisma/client";
import { anId, createShop, NOW, SHOP } from "../support/builders";
import { COLLECTIONS, CAMPAIGNS, SEGMENTS, PRODUCTS } from "./hostile-values";
import { hostileCustomer, type HostileCustomer, MESSAGES } from "./hostile-customer";

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
  const customers = fc.sample(hostileCustomer, { numRuns: size, seed: 7 });
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
  { senders, opens }: HostileCustomer,
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

async function createCustomer(
  db: PrismaClient,
  customerId: string,
  it: HostileCustomer,
): Promise<void> {
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
