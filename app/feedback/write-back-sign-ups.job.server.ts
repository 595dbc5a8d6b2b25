import { confirmedEvents } from "~/delivery/opt-in/confirmed-events";
import {
  unsubscribedSince,
  WAIT_FOR_EMAIL_DAYS,
  statementFromRecord,
} from "~/delivery/consents/consent-ledger";
import { appendConsent, listConsentStatements } from "~/delivery/consents/consent-store.server";
import {
  claimOptIns,
  CONFIRMED_OPT_INS,
  requireConfirmation,
  selectShopsWithConfirmedOptIns,
  settleOptIn,
  type ClaimedOptIn,
  nextConfirmedTimes,
} from "~/delivery/opt-in/opt-in-store.server";
import type { CommonDeps } from "~/deps";
import { recordEvents } from "~/events/event-store.server";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { Prisma } from "~/generated/prisma/client";
import { endFailed } from "~/jobs/due-rows.server";
import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import {
  customerByAddress,
  marketingConsentUpdate,
  subscriberCreate,
} from "~/shopify/operations/marketing-consent";
import { findInstalledShop } from "~/shopify/shop-store.server";

type Deps = AdminDeps & CommonDeps<"queue" | "now">;

const SLICE_ROWS = 20;

/**
 * Subscribes sign-ups in Shopify, so that other apps may email them too, and creates missing customers.
 * Idempotent: the address is looked up each time.
 *
 * Shopify is read first: it may know of an unsubscribe that has not reached us. A form does not override it:
 * the owner must then confirm by email.
 */
export const writeBackSignUpsJob = defineJob<Deps>({
  name: "feedback.write-back-sign-ups",
  selectDueShops: selectShopsWithConfirmedOptIns,
  nextDueTimes: nextConfirmedTimes,

  async run(shopId, deps, signal) {
    const { db, now } = deps;
    if (!(await findInstalledShop(db, shopId))) return { more: false };
    const due = await claimOptIns(db, shopId, { now: now(), limit: SLICE_ROWS }, deps);
    for (const optIn of due) {
      if (signal.aborted) return { more: true };
      await writeBackOne(shopId, optIn, deps);
    }
    return { more: due.length === SLICE_ROWS };
  },
});

async function writeBackOne(shopId: ShopId, optIn: ClaimedOptIn, deps: Deps): Promise<void> {
  const { db, now, log } = deps;
  // Product notifications are no marketing consent in Shopify.
  if (optIn.purpose !== "marketing") {
    await settleOptIn(db, shopId, optIn, { nextRunAt: null, lastError: null });
    return;
  }
  try {
    const known = await findAtShopify(shopId, optIn.email, deps);
    const record = known?.defaultEmailAddress;
    const words = [
      ...(await listConsentStatements(db, shopId, optIn.emailIndex)),
      ...(record
        ? statementFromRecord(
            record.marketingState.toLowerCase(),
            record.marketingUpdatedAt ?? optIn.createdAt,
          )
        : []),
    ];
    if (unsubscribedSince(words) !== null) {
      await askOwner(shopId, optIn, deps);
      return;
    }
    const customerId = await subscribeCustomer(shopId, optIn, known?.id ?? null, deps);
    await recordCustomerConsent(shopId, optIn, customerId, deps);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { codes } = error.context;
    const reason = codes === undefined ? error.code : `refused: ${codes}`;
    const { requestId, attempts } = optIn;
    log.warn({ shopId, requestId, reason, attempts }, "a sign-up was not synced to Shopify");
    const end =
      codes === undefined
        ? endFailed(CONFIRMED_OPT_INS, optIn, reason, now())
        : { state: "refused", nextRunAt: null, lastError: reason };
    await settleOptIn(db, shopId, optIn, end);
  }
}

async function findAtShopify(shopId: ShopId, emailAddress: string, deps: Deps) {
  const identifier = { emailAddress };
  const found = await adminGraphql(shopId, customerByAddress, { identifier }, deps);
  return found.customerByIdentifier;
}

/** The owner unsubscribed: ask them by email, or end the request if they withdrew after confirming. */
async function askOwner(shopId: ShopId, optIn: ClaimedOptIn, deps: Deps): Promise<void> {
  const { db, queue, now } = deps;
  const { requestId, emailIndex, purpose, locale, isConfirmedByEmail } = optIn;
  const at = now();
  if (isConfirmedByEmail) {
    const end = { state: "refused", nextRunAt: null, lastError: "unsubscribed_since" } as const;
    await settleOptIn(db, shopId, optIn, end);
    return;
  }
  await db.$transaction(async (tx) => {
    const expiresAt = addMs(at, DurationMs.days(WAIT_FOR_EMAIL_DAYS));
    const isFirst = await requireConfirmation(tx, shopId, optIn, { expiresAt, now: at }, deps);
    if (!isFirst) return;
    await appendConsent(tx, shopId, {
      emailIndex,
      purpose,
      kind: "requested",
      requestId,
      at,
      source: "storefront_form",
      consentText: null,
      locale,
      list: null,
      addressHash: null,
    });
    await queue.announce(tx, shopId, "opt_in_requested");
  });
}

/**
 * @param knownId id of the customer with the address; `null`: none
 * @returns the numeric customer id
 */
async function subscribeCustomer(
  shopId: ShopId,
  optIn: ClaimedOptIn,
  knownId: string | null,
  deps: Deps,
): Promise<string> {
  const { email, confirmedAt, createdAt, isConfirmedByEmail } = optIn;
  const consent = {
    marketingState: "SUBSCRIBED",
    marketingOptInLevel: isConfirmedByEmail ? "CONFIRMED_OPT_IN" : "SINGLE_OPT_IN",
    consentUpdatedAt: (confirmedAt ?? createdAt).toISOString(),
  } as const;
  if (knownId === null) {
    const input = { email, emailMarketingConsent: consent };
    const { customerCreate } = await adminGraphql(shopId, subscriberCreate, { input }, deps);
    return tailOf(customerCreate.customer?.id);
  }
  const input = { customerId: knownId, emailMarketingConsent: consent };
  await adminGraphql(shopId, marketingConsentUpdate, { input }, deps);
  return tailOf(knownId);
}

function tailOf(gid: string | undefined): string {
  const tail = /\/(\d+)$/.exec(gid ?? "")?.[1];
  if (!tail) throw new AppError("upstream", "Shopify names no customer");
  return tail;
}

/**
 * Records the consent for someone who became a customer after confirming, also when Shopify's webhook arrived
 * first. Existing events, by key, stay unchanged.
 */
async function recordCustomerConsent(
  shopId: ShopId,
  optIn: ClaimedOptIn,
  customerId: CustomerId,
  deps: Deps,
): Promise<void> {
  const { db, queue } = deps;
  await db.$transaction(async (tx) => {
    const synced = { state: "synced", nextRunAt: null, lastError: null } as const;
    const set = Prisma.sql`customer_id = ${customerId}`;
    const isFirst = await settleOptIn(tx, shopId, optIn, synced, set);
    if (!isFirst) return;
    const { confirmedAt, createdAt, isConfirmedByEmail } = optIn;
    const request = { ...optIn, state: isConfirmedByEmail ? "sent" : "confirmed" };
    const events = confirmedEvents(shopId, request, [customerId], confirmedAt ?? createdAt);
    await recordEvents(tx, events, deps);
    await queue.announce(tx, shopId, "events_recorded");
  });
}
