import type { Config } from "~/config";
import type { PrismaClient } from "~/generated/prisma/client";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { toSingleEmailOutcome, RETRY_FOR_MS, SETUP_WAIT_MS } from "../single-email-outcome";
import type { Email } from "../email";
import type { BatchOutcome, Mailer } from "../mailer";
import { suppressKnownBounces } from "../suppressions/suppress-known-bounces.server";
import { identityOf } from "../pace/breaker";
import { recordSenderOutcome } from "../pace/identity-store.server";
import { sendPaced } from "../pace/send-paced.server";
import { loadSendingSetup, type SendingSetup } from "../decision/sending-setup.server";
import { CONFIRM_WITHIN_DAYS } from "../consents/consent-ledger";
import { composeConfirmation } from "./compose-confirmation.server";
import { findConfirmationCapacity } from "./confirmation-capacity.server";
import {
  claimOptIns,
  purgeExpiredOptIns,
  freezeEmail,
  isBlockedAddress,
  selectShopsWithDueOptIns,
  openFrozenEmail,
  settleOptIn,
  type OptIn,
} from "./opt-in-store.server";
import { purgeMailboxCounters, claimConfirmationSlot } from "./mailbox-counter-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly mailer: Mailer;
  readonly now: () => Date;
  readonly config: Pick<Config, "publicUrl">;
  readonly log: Pick<Log, "warn">;
}

const SLICE_ROWS = 20;

/**
 * Sends opt-in confirmations. They are transactional and go only to addresses typed into the shop's forms: at
 * most three a day to a mailbox across all shops, never to a suppressed or bounced one. One email per call,
 * frozen before the first attempt; a retry has the same bytes and key.
 *
 * Confirmations respect the provider's rate limit, warm-up, auto-pause and the shop's sign-up cap. Those over
 * the cap stay due for the sweep.
 */
export const sendConfirmationsJob = defineJob<Deps>({
  name: "delivery.send-confirmations",
  selectDueShops: (now) => selectShopsWithDueOptIns(now, "queued"),

  async run(shopId, deps, signal) {
    const { db, now, mailer } = deps;
    // Erase these files now: an erasure cannot find them later.
    const expired = await purgeExpiredOptIns(db, shopId, now());
    await mailer.eraseEmails?.(expired);
    await purgeMailboxCounters(db, now());
    const setup = await loadSendingSetup(db, shopId, deps);
    if (!setup.shop.isInstalled || setup.shop.closedAs !== null) return { more: false };
    const capacity = await findConfirmationCapacity(shopId, setup, deps);
    const limit = Math.min(SLICE_ROWS, capacity);
    if (limit === 0) return { more: false };
    const due = await claimOptIns(db, shopId, { state: "queued", now: now(), limit }, deps);
    for (const optIn of due) {
      if (signal.aborted) return { more: true };
      const end = await sendOne(shopId, optIn, setup, deps);
      await settleOptIn(db, shopId, optIn, end);
    }
    return { more: due.length === limit };
  },
});

type End = Parameters<typeof settleOptIn>[3];

async function sendOne(
  shopId: ShopId,
  optIn: OptIn,
  setup: SendingSetup,
  deps: Deps,
): Promise<End> {
  const { db, keyring, mailer, now, log } = deps;
  const { requestId, email: address, emailIndex } = optIn;
  const at = now();
  if (await isBlockedAddress(db, shopId, emailIndex)) return notEmailed("suppressed");
  const bounced = await db.$transaction((tx) =>
    suppressKnownBounces(tx, shopId, [address], { keyring }),
  );
  if (bounced.size > 0) return notEmailed("suppressed");
  if (optIn.firstTriedAt && at.getTime() - optIn.firstTriedAt.getTime() > RETRY_FOR_MS) {
    return notEmailed("unknown");
  }

  let email = openFrozenEmail(shopId, optIn, { keyring }) as Email | null;
  if (email === null) {
    if (setup.sender.kind === "missing") {
      return { reason: setup.sender.missing, nextRunAt: new Date(at.getTime() + SETUP_WAIT_MS) };
    }
    const composed = await composeConfirmation(shopId, optIn, setup.shop, setup.sender, deps);
    if (composed.kind === "refused") return notEmailed(composed.reason);
    if (!(await claimConfirmationSlot(db, address, at, { keyring }))) return notEmailed("too_many");
    email = composed.email;
    await freezeEmail(db, shopId, requestId, email, { keyring, now: at });
  }
  const batch = { key: `opt-in/${shopId}/${requestId}`, emails: [email] };
  const outcome = await sendPaced(batch, { db, mailer });
  await recordSenderOutcome(db, shopId, identityOf(email.from.address), outcome, now());
  const end = endFromOutcome(outcome, optIn.attempts, now());
  if (end.state !== "sent") {
    log.warn(
      { shopId, requestId, reason: end.reason ?? null },
      "a confirmation was not handed over",
    );
  }
  return end;
}

const notEmailed = (reason: string): End => ({ state: "not_sent", reason, nextRunAt: null });

/** The next state by the provider's answer. */
function endFromOutcome(outcome: BatchOutcome, attempts: number, now: Date): End {
  const end = toSingleEmailOutcome(outcome, attempts);
  switch (end.kind) {
    case "sent":
      return {
        state: "sent",
        reason: null,
        emailedAt: now,
        nextRunAt: null,
        // The link's validity starts when the email leaves, however long it waited.
        expiresAt: addMs(now, DurationMs.days(CONFIRM_WITHIN_DAYS)),
      };
    case "again":
      return { reason: end.reason, nextRunAt: new Date(now.getTime() + end.waitMs) };
    case "not_sent":
      return notEmailed(end.reason);
  }
}
