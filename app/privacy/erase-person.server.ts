import type { Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import { endMessages } from "~/lib/message-store.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "./audit-store.server";
import type { Keyring } from "./keyring.server";
import { findPerson, rowsOfPerson, type NamedPerson, type Person } from "./person.server";

export interface ErasureDeps {
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
  readonly queue: Queue;
  readonly now: () => Date;
  /** Set when sent emails are files: they are deleted, too. */
  readonly mailer: { readonly eraseEmails?: (messageIds: readonly string[]) => Promise<void> };
}

/**
 * Erases a person, including merged customers: contact data, personal data in events and checkouts,
 * emails with their links, and former addresses. Orders stay as numbers. Suppressions stay as blind
 * indexes, tombstones stay so that later webhooks do not recreate the customer, and an audit entry
 * stays. The consent ledger keeps anonymous proof of consent. Idempotent.
 *
 * @param requestKey a repeated request is recorded once
 * @returns how many profiles were erased
 */
export async function erasePerson(
  tx: Tx,
  shopId: ShopId,
  named: NamedPerson & { readonly requestKey: string },
  { keyring, queue, now, mailer }: ErasureDeps,
): Promise<{ readonly profiles: number }> {
  const at = now();
  const person = await findPerson(tx, shopId, named, { keyring });
  await keepTombstones(tx, shopId, person, at);
  await eraseBrowsing(tx, shopId, person);
  await eraseProfiles(tx, shopId, person, at);
  await eraseMessages(tx, shopId, person, at);
  await eraseConsents(tx, shopId, person);
  await eraseAddressFromAudit(tx, shopId, person);
  await emptyInbox(tx, shopId);
  // Deletes their metafields at Shopify at once.
  await queue.announce(tx, shopId, "customer_erased");
  await recordAudit(tx, shopId, {
    auditId: `customer-erased/${named.requestKey}`,
    at,
    actor: "shopify",
    action: "customer_erased",
    detail: { profileIds: [...person.profileIds], orderCount: named.orderIds.length },
  });
  // Before the commit, because a repeated erasure would no longer find the requests.
  await mailer.eraseEmails?.([...person.messageIds, ...person.requestIds]);
  return { profiles: person.profileIds.length };
}

/** Tombstone: later webhooks must not recreate the customer. */
async function keepTombstones(
  tx: Tx,
  shopId: ShopId,
  { customerIds }: Person,
  at: Date,
): Promise<void> {
  const shop = await tx.shop.findUnique({ where: { shopId }, select: { shopId: true } });
  if (!shop) return;
  await tx.profile.createMany({
    data: customerIds.map((customerId) => ({
      shopId,
      profileId: profileIdOfCustomer(customerId),
      customerId,
      marketingState: "redacted",
      createdAt: at,
    })),
    skipDuplicates: true,
  });
}

async function eraseProfiles(tx: Tx, shopId: ShopId, person: Person, at: Date): Promise<void> {
  const rows = rowsOfPerson(shopId, person);
  await tx.profile.updateMany({
    where: rows.profile,
    data: {
      emailIndex: null,
      sealedContact: null,
      locale: null,
      countryCode: null,
      browsing: {},
      lastSeenAt: null,
      marketingState: "redacted",
      marketingOptIn: null,
      marketingChangedAt: at,
      deletedAt: at,
    },
  });
  await tx.event.updateMany({ where: rows.event, data: { sealed: null, visitorId: null } });
  const ended = await tx.customerField.updateMany({
    where: rows.customerField,
    data: { lastSyncedValue: "", isEnding: true },
  });
  if (ended.count > 0)
    await tx.fieldSync.updateMany({ where: { shopId }, data: { nextRunAt: at } });
  await tx.trackingRefusal.deleteMany({ where: rows.trackingRefusal });
  await tx.checkout.updateMany({ where: rows.checkout, data: { sealedRecoveryUrl: null } });
  await tx.prediction.deleteMany({ where: rows.prediction });
  await tx.segmentMember.deleteMany({ where: rows.segmentMember });
  await tx.campaignMember.deleteMany({ where: rows.campaignMember });
  await tx.profileProperty.deleteMany({ where: rows.profileProperty });
}

async function eraseMessages(tx: Tx, shopId: ShopId, person: Person, at: Date): Promise<void> {
  const rows = rowsOfPerson(shopId, person);
  await tx.enrollment.deleteMany({ where: { ...rows.enrollment, state: "scheduled" } });
  await tx.enrollment.updateMany({
    where: { ...rows.enrollment, state: "active" },
    data: { state: "ended", exitReason: "erased", nextRunAt: null, updatedAt: at, endedAt: at },
  });
  const which = Prisma.sql`sending.state = 'planned' and message.profile_id = any(${[...person.profileIds]}::text[])`;
  await endMessages(tx, shopId, which, { state: "skipped", reason: "erased" });
  await tx.flowAction.updateMany({
    where: { ...rows.flowAction, state: "due" },
    data: { state: "skipped", reason: "erased", nextAttemptAt: null, endedAt: at },
  });
  // Their discount codes are deleted at Shopify, too; until then the row contains only the code.
  await tx.discountCode.updateMany({
    where: rows.discountCode,
    data: { state: "ending", messageId: null, profileId: null, givenAt: null, endsAt: at },
  });
  await tx.messageLink.deleteMany({ where: rows.messageLink });
  await tx.engagementEvent.updateMany({ where: rows.engagementEvent, data: { ipHash: null } });
  // A provider's text may quote the person.
  await tx.emailEvent.updateMany({ where: rows.emailEvent, data: { detail: null } });
  await tx.smtpDispatch.updateMany({ where: rows.smtpDispatch, data: { reason: null } });
  const messageIds = [...person.messageIds];
  await tx.$executeRaw`
    update email_batch set reason = null
    where shop_id = ${shopId} and state <> 'sending' and message_ids && ${messageIds}::text[]`;
  await tx.messageContent.updateMany({
    where: rows.messageContent,
    data: { sealedEmail: null, emailIndex: null },
  });
  await tx.$executeRaw`
    update message_outcome set decision = decision - 'detail'
    where shop_id = ${shopId} and message_id = any(${messageIds}::text[])`;
}

async function eraseConsents(tx: Tx, shopId: ShopId, person: Person): Promise<void> {
  const rows = rowsOfPerson(shopId, person);
  await tx.suppression.updateMany({
    where: rows.suppression,
    data: { sealedAddress: null, note: null },
  });
  await tx.emailPreference.deleteMany({ where: rows.emailPreference });
  await tx.testAddress.deleteMany({ where: rows.testAddress });
  await tx.consentEntry.updateMany({
    where: rows.consentEntry,
    data: { emailIndex: null, addressHash: null },
  });
  // A back-in-stock request before the first login names only the browser.
  await tx.event.deleteMany({
    where: {
      shopId,
      source: "kindred",
      sourceId: { in: person.requestIds.map((it) => `opt-in/${it}/nobody`) },
    },
  });
  await tx.optInRequest.deleteMany({ where: rows.optInRequest });
}

/** Deletes browsing together with the link to the person: nothing could find it afterward. */
async function eraseBrowsing(tx: Tx, shopId: ShopId, person: Person): Promise<void> {
  const rows = rowsOfPerson(shopId, person);
  await tx.$executeRaw`
    delete from event using visit
    where event.shop_id = ${shopId} and source = 'pixel' and visit.shop_id = ${shopId}
      and visit.profile_id = any(${[...person.profileIds]}::text[])
      and event.visitor_id = visit.visitor_id
      and event.occurred_at between visit.started_at and visit.ended_at`;
  await tx.visit.deleteMany({ where: rows.visit });
  await tx.visitorJoin.deleteMany({ where: rows.visitorJoin });
  await tx.event.deleteMany({
    where: { ...rows.event, kind: { in: ["visitor_logged_in", "sign_up_confirmed"] } },
  });
}

/** The audit trail keeps the data request without the address. */
async function eraseAddressFromAudit(tx: Tx, shopId: ShopId, person: Person): Promise<void> {
  const indexes = person.emailIndexes.map((it) => Buffer.from(it).toString("hex"));
  await tx.$executeRaw`
    update audit_entry set detail = detail - 'emailIndex'
    where shop_id = ${shopId} and detail ? 'emailIndex'
      and (detail ->> 'emailIndex' = any(${indexes}::text[])
        or detail ->> 'customerId' = any(${[...person.customerIds]}::text[]))`;
}

/** Sealed bodies do not show whom they concern, and processed ones are only kept for replays, so all of the shop's are purged. */
async function emptyInbox(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.inboxEntry.updateMany({
    where: { shopId, state: { not: "waiting" } },
    data: { sealedBody: null },
  });
}
