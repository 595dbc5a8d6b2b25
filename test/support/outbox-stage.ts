import type { MessageRow } from "./message-rows";
import type { Database } from "~/db.server";
import { identityOf } from "~/delivery/pace/breaker";
import { createEngagementRecorder } from "~/feedback/engagement/engagement-recorder.server";
import { storedJson } from "~/flows/stored-json";
import type { Prisma } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import { createCachedCompiler } from "~/messages/compiling/compile-cached.server";
import type { SendIntent } from "~/flows/definition/send-step";
import { createRecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import { hoursAgo, NOW, SHOP } from "./builders";
import { anIntent } from "./delivery-builders";
import { createTestDeps } from "./deps";
import { contactOf } from "./small-store";
import { storeCheckout } from "./stored-checkout";
import { storeEnrollment, storeMessage, storeProfile, storeShopWithFlows } from "./stored-rows";

const compile = createCachedCompiler(10, createTestDeps());

/** The dependencies of the outbox's drain, with a provider that remembers keys. */
export function outboxDeps({ db }: Database) {
  const deps = createTestDeps();
  return {
    ...deps,
    db,
    recommendations: createRecommendationSource(deps),
    compile,
    engagement: createEngagementRecorder({ db }),
    lookUpTxt: () => Promise.resolve({ kind: "unavailable" } as const),
    config: {
      publicUrl: "https://mail.kettle.example",
      kindredSender: "kindred@kindred.example",
      ...deps.config,
    },
  };
}
export type OutboxDeps = ReturnType<typeof outboxDeps>;

/** The tables whose rows a shop's deletion leaves, and those that are faster to delete before. */
const EMPTIED = [
  ...["message_key", "event", "cursor", "schedule", "order", "checkout", "suppression"],
  ...["bounced_address", "email_batch", "sending_domain", "domain_owner", "template_text"],
  "shop",
];

/** Empties the database and sets up a shop with a sender. */
export async function storeSendingShop(db: Database["db"]): Promise<void> {
  // One statement, because each costs a test more than the database.
  const deletes = EMPTIED.map((table) => `delete from "${table}";`).join(" ");
  await db.$executeRawUnsafe(`do $$ begin ${deletes} end $$`);
  await addSendingShop(db, SHOP);
}

/** Settings of a shop that sends at any hour. */
export const WITHOUT_QUIET_HOURS = {
  senderAddress: "hello@kettle.example",
  quietHours: { startHour: 0, endHour: 0 },
};

/** Another shop with a sender. */
export async function addSendingShop(db: Database["db"], shopId: ShopId): Promise<void> {
  await storeShopWithFlows(db, shopId);
  await db.settings.create({
    data: {
      shopId,
      brand: { postalAddress: "1 Mill Lane, Bath BA1 1AA, United Kingdom" },
      sending: { senderAddress: contactOf(shopId) },
      updatedAt: NOW,
    },
  });
  await proveDomain(db, shopId);
}

/** A domain that the shop has proved, verified by default. */
export async function proveDomain(
  db: Database["db"],
  shopId: ShopId,
  domain = identityOf(contactOf(shopId)),
  rest: Partial<Prisma.SendingDomainUncheckedCreateInput> = {},
): Promise<void> {
  const row = { token: "0".repeat(32), status: "verified", nextRunAt: hoursAgo(-24) };
  await db.domainOwner.upsert({
    where: { domain },
    create: { domain, shopId, provedAt: NOW },
    update: { shopId },
  });
  // A running app may store the domain meanwhile, and Prisma's upsert reads before it inserts.
  const data = [{ shopId, domain, ...row, ...rest }];
  await db.sendingDomain.createMany({ data, skipDuplicates: true });
  await db.sendingDomain.updateMany({ where: { shopId, domain }, data: rest });
}

/** As if each shop had proved its sender's domain. */
export async function proveSenders(db: Database["db"]): Promise<void> {
  for (const { shopId, sending } of await db.settings.findMany()) {
    const { senderAddress } = sending as { senderAddress: string };
    const verified = { status: "verified", nextRunAt: hoursAgo(-24) };
    await proveDomain(db, ShopId.parse(shopId), identityOf(senderAddress), verified);
  }
}

export interface PlannedEmail {
  readonly shopId?: ShopId;
  readonly customerId: string;
  readonly messageId: string;
  readonly intent?: Partial<SendIntent>;
  readonly message?: Partial<MessageRow>;
}

/** A customer with an abandoned checkout, the same in all their emails, and its first email, due now. */
export async function storePlannedEmail(
  { db, keyring }: Pick<OutboxDeps, "db" | "keyring">,
  { shopId = SHOP, customerId, messageId, intent = {}, message = {} }: PlannedEmail,
): Promise<void> {
  const profileId = `c${customerId}`;
  const token = `left-by-${customerId}`;
  const exists = await db.profile.count({ where: { shopId, profileId } });
  if (exists === 0) {
    await storeProfile(db, keyring, customerId, {
      contact: { firstName: "Ada" },
      countryCode: "GB",
      shopId,
    });
  }
  await storeCheckout(db, keyring, profileId, { shopId, token });
  const objectKey = `${token}-${messageId}`;
  const enrollmentId = await storeEnrollment(db, profileId, { shopId, objectKey });
  await storeMessage(db, profileId, {
    shopId,
    messageId,
    enrollmentId,
    state: "planned",
    sentAt: null,
    plannedAt: hoursAgo(1),
    nextRunAt: hoursAgo(0.5),
    expiresAt: hoursAgo(-22),
    intent: storedJson(
      anIntent({
        trigger: {
          kind: "checkout",
          token,
          cartToken: null,
          startedAt: hoursAgo(2.5),
          idleMinutes: 60,
        },
        ...intent,
      }),
    ),
    ...message,
  });
}
