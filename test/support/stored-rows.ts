import { installFlowLibrary } from "~/flows/library/install-library.job.server";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import type { Prisma, PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { anId, createShop, daysAgo, hoursAgo, NOW, SHOP } from "./builders";
import { insertMessages, type MessageRow } from "./message-rows";

/** The default flow of rows. */
export const FLOW_ID = ABANDONED_CHECKOUT.key;

/** A shop with the prebuilt flows, the first of them live. */
export async function storeShopWithFlows(db: PrismaClient, shopId: ShopId = SHOP): Promise<void> {
  await createShop(db, shopId);
  await db.$transaction((tx) => installFlowLibrary(tx, shopId, daysAgo(60)));
  await db.flow.update({
    where: { shopId_flowId: { shopId, flowId: FLOW_ID } },
    data: { status: "live" },
  });
}

/** Lets every customer take part in tests: who is in the baseline group would depend on their id. */
export async function turnBaselineOff(db: PrismaClient): Promise<void> {
  const data = { brand: {}, sending: { baselineRate: 0 }, updatedAt: NOW };
  await db.settings.upsert({
    where: { shopId: SHOP },
    create: { shopId: SHOP, ...data },
    update: data,
  });
}

/**
 * Empties a database between two tests of one file: much faster than a new one, and on PostgreSQL than `truncate`,
 * which recreates every table's and index's file (500 ms instead of about 10).
 */
export async function emptyTables(db: PrismaClient): Promise<void> {
  await db.$executeRaw`
    do $$
    declare tables text;
    begin
      for tables in select format('delete from %s', oid::regclass) from pg_class
        where relkind = 'r' and relnamespace = current_schema()::regnamespace
          and relname not like '\\_%' and pg_relation_size(oid) > 0
      loop execute tables; end loop;
    end $$`;
}

type Contact = Partial<Record<"email" | "firstName" | "lastName" | "city", string>>;

/** A subscribed customer with one order. */
export async function storeProfile(
  db: PrismaClient,
  keyring: Keyring,
  customerId: string,
  {
    contact = {},
    ...overrides
  }: Partial<Prisma.ProfileUncheckedCreateInput> & { contact?: Contact } = {},
): Promise<string> {
  const shopId = overrides.shopId ?? SHOP;
  const profileId = `c${customerId}`;
  const place = { table: "profile", column: "sealed_contact", shopId, row: profileId };
  const email = contact.email ?? `customer-${customerId}@example.com`;
  await db.profile.create({
    data: {
      shopId,
      profileId,
      customerId,
      emailIndex: keyring.blindIndex(shopId, email),
      sealedContact: keyring.seal(JSON.stringify({ ...contact, email }), place),
      marketingState: "subscribed",
      orderCount: 1,
      netSpendMinor: 24_00n,
      firstOrderAt: daysAgo(30),
      lastOrderAt: daysAgo(30),
      createdAt: daysAgo(300),
      ...overrides,
    },
  });
  return profileId;
}

/** An enrollment of the live flow that has just begun. */
export async function storeEnrollment(
  db: PrismaClient,
  profileId: string,
  overrides: Partial<Prisma.EnrollmentUncheckedCreateInput> = {},
): Promise<string> {
  const enrollmentId = overrides.enrollmentId ?? anId();
  await db.enrollment.create({
    data: {
      shopId: SHOP,
      enrollmentId,
      flowId: FLOW_ID,
      version: 1,
      profileId,
      objectKey: anId(),
      variant: "treated",
      state: "active",
      stepId: "wait-2",
      context: {},
      enrolledAt: hoursAgo(3),
      updatedAt: hoursAgo(3),
      ...overrides,
    },
  });
  return enrollmentId;
}

/** The first email of the live flow, sent an hour ago. */
export async function storeMessage(
  db: PrismaClient,
  profileId: string,
  overrides: Partial<MessageRow> = {},
): Promise<string> {
  const messageId = overrides.messageId ?? anId();
  const [email] = ABANDONED_CHECKOUT.steps.filter((step) => step.kind === "send");
  await insertMessages(db, [
    {
      shopId: SHOP,
      messageId,
      flowId: FLOW_ID,
      flowVersion: 1,
      stepId: "email-1",
      profileId,
      state: "sent",
      plannedAt: hoursAgo(2),
      nextRunAt: hoursAgo(2),
      expiresAt: hoursAgo(-20),
      sentAt: hoursAgo(1),
      intent: {
        ...email,
        origin: "flow",
        purpose: "checkout",
        exits: [],
        trigger: {
          kind: "checkout",
          token: "t1",
          cartToken: null,
          startedAt: hoursAgo(4).toISOString(),
          idleMinutes: 60,
        },
      },
      ...overrides,
    },
  ]);
  return messageId;
}

/** A human click in an email, half an hour ago. */
export async function storeEngagementEvent(
  db: PrismaClient,
  messageId: string,
  overrides: Partial<Prisma.EngagementEventUncheckedCreateInput> = {},
): Promise<void> {
  await db.engagementEvent.create({
    data: {
      shopId: SHOP,
      eventId: anId(),
      messageId,
      linkIndex: 1,
      occurredAt: hoursAgo(0.5),
      classification: "human",
      ...overrides,
    },
  });
}

/** The attribution of an order of 40.00, placed a quarter of an hour ago. */
export async function storeCredit(
  db: PrismaClient,
  messageId: string,
  profileId: string,
  overrides: Partial<Prisma.AttributionUncheckedCreateInput> = {},
): Promise<string> {
  const orderId = overrides.orderId ?? anId();
  await db.attribution.create({
    data: {
      shopId: SHOP,
      orderId,
      messageId,
      profileId,
      flowId: FLOW_ID,
      stepId: "email-1",
      clickedAt: hoursAgo(0.5),
      orderedAt: hoursAgo(0.25),
      currency: "GBP",
      grossMinor: 40_00n,
      refundedMinor: 0n,
      windowHours: 120,
      ...overrides,
    },
  });
  return orderId;
}
