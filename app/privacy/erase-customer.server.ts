import type { PrismaClient } from "~/generated/prisma/client";
import type { Tx } from "~/db.server";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "./audit-store.server";
import { forgetOptIns } from "./forget-opt-ins.server";
import type { Keyring } from "./keyring.server";

export interface ErasureRequest {
  /** The key of the request, such as its webhook id: asked twice, recorded once. */
  readonly requestKey: string;
  /** `null` for a guest. */
  readonly customerId: string | null;
  readonly email: string | null;
  readonly orderIds: readonly string[];
}

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "blindIndex">;
  readonly queue: Queue;
  readonly now: () => Date;
}

/**
 * Forgets a person: contact, what events and checkouts say of them, mails and
 * their links. Orders stay as numbers. What keeps the promise stays too: the
 * suppression of the address, which is a blind index and opens to nothing, the
 * mark that nothing may be told of this customer again, and an audit entry.
 * Safe to run again.
 *
 * @returns how many profiles were emptied
 */
export async function eraseCustomer(
  shopId: ShopId,
  request: ErasureRequest,
  { db, keyring, queue, now }: Deps,
): Promise<{ readonly profiles: number }> {
  const at = now();
  return db.$transaction(async (tx) => {
    const profileIds = await findProfileIds(tx, shopId, request, keyring);
    const { email } = request;
    if (request.customerId) await keepTombstone(tx, shopId, request.customerId, at);
    await namelessSuppressions(tx, shopId, profileIds, email, keyring);
    await forgetOptIns(tx, shopId, await findAddresses(tx, shopId, profileIds, request, keyring));
    await emptyProfiles(tx, shopId, profileIds, at);
    await emptyMails(tx, shopId, profileIds, at);
    await forgetBrowsing(tx, shopId, profileIds);
    await emptyInbox(tx, shopId);
    // What stands of them at Shopify is taken out at once.
    await queue.announce(tx, shopId, "customer_erased");
    await recordAudit(tx, shopId, {
      auditId: `customer-erased/${request.requestKey}`,
      at,
      actor: "shopify",
      action: "customer_erased",
      detail: { profileIds: [...profileIds], orderCount: request.orderIds.length },
    });
    return { profiles: profileIds.length };
  });
}

async function findProfileIds(
  tx: Tx,
  shopId: ShopId,
  { customerId, email, orderIds }: ErasureRequest,
  keyring: Deps["keyring"],
): Promise<string[]> {
  if (customerId) return [`c${customerId}`];
  const byEmail = email
    ? await tx.profile.findMany({
        where: { shopId, emailIndex: keyring.blindIndex(shopId, email) },
        select: { profileId: true },
      })
    : [];
  if (byEmail.length > 0) return byEmail.map((it) => it.profileId);
  const byOrder = await tx.order.findMany({
    where: { shopId, orderId: { in: [...orderIds] }, profileId: { not: null } },
    select: { profileId: true },
    distinct: ["profileId"],
  });
  return byOrder.flatMap((it) => it.profileId ?? []);
}

/** Their addresses: the one that the request names, and those of their profiles. */
async function findAddresses(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly string[],
  { email }: ErasureRequest,
  keyring: Deps["keyring"],
): Promise<Uint8Array<ArrayBuffer>[]> {
  const profiles = await tx.profile.findMany({
    where: { shopId, profileId: { in: [...profileIds] }, emailIndex: { not: null } },
    select: { emailIndex: true },
  });
  const known = profiles.flatMap(({ emailIndex }) =>
    emailIndex ? new Uint8Array(emailIndex) : [],
  );
  return email ? [...known, keyring.blindIndex(shopId, email)] : known;
}

/** A customer who is told of only later must find the door closed. */
async function keepTombstone(tx: Tx, shopId: ShopId, customerId: string, at: Date): Promise<void> {
  const shop = await tx.shop.findUnique({ where: { shopId }, select: { shopId: true } });
  if (!shop) return;
  await tx.profile.createMany({
    data: {
      shopId,
      profileId: `c${customerId}`,
      customerId,
      marketingState: "redacted",
      createdAt: at,
    },
    skipDuplicates: true,
  });
}

/** The suppressions of a person stay as blind indexes, without the address and what was noted. */
async function namelessSuppressions(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly string[],
  email: string | null,
  keyring: Deps["keyring"],
): Promise<void> {
  const profiles = await tx.profile.findMany({
    where: { shopId, profileId: { in: [...profileIds] } },
    select: { emailIndex: true },
  });
  const indexes = profiles.flatMap((it) => it.emailIndex ?? []);
  if (email) indexes.push(keyring.blindIndex(shopId, email));
  await tx.suppression.updateMany({
    where: { shopId, emailIndex: { in: indexes } },
    data: { sealedAddress: null, note: null },
  });
}

async function emptyProfiles(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly string[],
  at: Date,
): Promise<void> {
  const ofThem = { shopId, profileId: { in: [...profileIds] } };
  await tx.profile.updateMany({
    where: ofThem,
    data: {
      emailIndex: null,
      sealedContact: null,
      locale: null,
      countryCode: null,
      marketingState: "redacted",
      marketingOptIn: null,
      marketingChangedAt: at,
      deletedAt: at,
    },
  });
  const customers = await tx.profile.findMany({ where: ofThem, select: { customerId: true } });
  const customerIds = customers.flatMap((it) => it.customerId ?? []);
  await tx.event.updateMany({
    where: { shopId, customerId: { in: customerIds } },
    data: { sealed: null },
  });
  const ended = await tx.customerField.updateMany({
    where: { shopId, customerId: { in: customerIds } },
    data: { told: "", isEnding: true },
  });
  if (ended.count > 0)
    await tx.fieldSync.updateMany({ where: { shopId }, data: { nextRunAt: at } });
  await tx.trackingRefusal.deleteMany({ where: { shopId, customerId: { in: customerIds } } });
  await tx.checkout.updateMany({ where: ofThem, data: { sealedRecoveryUrl: null } });
  await tx.prediction.deleteMany({ where: ofThem });
  await tx.segmentMember.deleteMany({ where: ofThem });
  await tx.campaignMember.deleteMany({ where: ofThem });
  await tx.property.deleteMany({ where: ofThem });
}

async function emptyMails(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly string[],
  at: Date,
): Promise<void> {
  const ofThem = { shopId, profileId: { in: [...profileIds] } };
  await tx.enrollment.deleteMany({ where: { ...ofThem, state: "waiting" } });
  await tx.enrollment.updateMany({
    where: { ...ofThem, state: "active" },
    data: { state: "exited", exitReason: "erased", nextRunAt: null, updatedAt: at, endedAt: at },
  });
  await tx.message.updateMany({
    where: { ...ofThem, state: "planned" },
    data: { state: "skipped", reason: "erased" },
  });
  await tx.action.updateMany({
    where: { ...ofThem, state: "due" },
    data: { state: "skipped", reason: "erased", nextAttemptAt: null, endedAt: at },
  });
  // A code that was theirs is taken back in Shopify too; until then the row says no more than the code.
  await tx.discountCode.updateMany({
    where: ofThem,
    data: { state: "ending", messageId: null, profileId: null, givenAt: null, endsAt: at },
  });
  await tx.messageLink.deleteMany({ where: { shopId, message: ofThem } });
  await tx.hit.updateMany({ where: { shopId, message: ofThem }, data: { addressHash: null } });
  await tx.message.updateMany({ where: ofThem, data: { sealedMail: null, emailIndex: null } });
}

/** What was done in the browsers of a person goes with the proof of whose it was: nothing would find it any more. */
async function forgetBrowsing(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    delete from event using visit
    where event.shop_id = ${shopId} and source = 'pixel' and visit.shop_id = ${shopId}
      and visit.profile_id = any(${[...profileIds]}::text[]) and event.visitor_id = visit.visitor_id
      and event.occurred_at between visit.started_at and visit.ended_at`;
  const ofThem = { shopId, profileId: { in: [...profileIds] } };
  await tx.visit.deleteMany({ where: ofThem });
  const erased = profileIds.map((it) => it.slice(1));
  const merged = await tx.customerMerge.findMany({
    where: { shopId, intoCustomerId: { in: erased } },
    select: { customerId: true },
  });
  const customerIds = [...erased, ...merged.map((it) => it.customerId)];
  await tx.visitorJoin.deleteMany({ where: { shopId, customerId: { in: customerIds } } });
  const told = { shopId, customerId: { in: customerIds } };
  await tx.event.deleteMany({
    where: { ...told, kind: { in: ["visitor_logged_in", "sign_up_confirmed"] } },
  });
  await tx.event.updateMany({
    where: { ...told, visitorId: { not: null } },
    data: { visitorId: null },
  });
  await tx.profile.updateMany({ where: ofThem, data: { browsing: {}, lastSeenAt: null } });
}

/**
 * A body does not show whom it tells of until it is opened, and those that are
 * dealt with are kept only to be played again: all of the shop's go.
 */
async function emptyInbox(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.inboxEntry.updateMany({
    where: { shopId, state: { not: "waiting" } },
    data: { sealedBody: null },
  });
}
