import type { Config } from "~/config";
import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { EmailBatch, Mailer } from "../mailer";
import { mayConfirmAddress } from "../suppressions/suppress-known-bounces.server";
import { identityOf } from "../pace/breaker";
import { recordSenderOutcome } from "../pace/identity-store.server";
import { sendPaced } from "../pace/send-paced.server";
import { loadSendingSetup, type SendingSetup } from "../decision/sending-setup.server";
import { CONFIRM_WITHIN_DAYS } from "../consents/consent-ledger";
import { composeConfirmation } from "./compose-confirmation.server";
import { findConfirmationCapacity } from "./confirmation-capacity.server";
import {
  listOptIns,
  nextOptInExpiry,
  purgeExpiredOptIns,
  settleConfirmation,
  type OptIn,
} from "./opt-in-store.server";
import {
  purgeMailboxCounters,
  claimConfirmationSlot,
  nextCounterExpiry,
} from "./mailbox-counter-store.server";
import { sendSystemEmail, type SystemEmailDraft } from "../system-emails/send-system-email.server";
import {
  claimSystemEmails,
  selectShopsWithDueSystemEmails,
  type SystemEmailEnd,
  nextSystemEmailTimes,
} from "../system-emails/system-email-store.server";

interface Deps extends CommonDeps<"db" | "keyring" | "now"> {
  readonly mailer: Mailer;
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
  selectDueShops: selectShopsWithDueConfirmations,
  nextDueTimes: nextConfirmationTimes,

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
    const due = await claimSystemEmails(db, shopId, { kind: "confirmation", limit }, now());
    const optIns = await listOptIns(
      db,
      shopId,
      due.map(({ emailId }) => emailId),
      deps,
    );
    for (const email of due) {
      if (signal.aborted) return { more: true };
      const optIn = optIns.get(email.emailId);
      if (!optIn) continue;
      const { requestId } = optIn;
      const sending = {
        key: `opt-in/${shopId}/${requestId}`,
        check: async () => ((await mayConfirmAddress(shopId, optIn, deps)) ? null : "suppressed"),
        compose: () => compose(shopId, optIn, setup, deps),
        send: (batch: EmailBatch) => sendAndRecord(shopId, batch, deps),
        onEnd: (tx: Tx, end: SystemEmailEnd) => recordEnd(tx, shopId, requestId, end, now()),
      };
      await sendSystemEmail(shopId, email, sending, deps);
    }
    return { more: due.length === limit };
  },
});

/** Installed shops with due confirmations or expired requests, and one shop if mailbox counters have expired. */
export function selectShopsWithDueConfirmations(now: Date): Prisma.Sql {
  return Prisma.sql`
    ${selectShopsWithDueSystemEmails(now, "confirmation")}
    union
    select shop.shop_id from opt_in_request it
    join shop on shop.shop_id = it.shop_id and shop.uninstalled_at is null
    where it.expires_at <= ${now}::timestamptz
    union
    -- Counters of mailboxes are no shop's: any one of them sees to it that they go.
    (select shop_id from shop
      where exists (select 1 from mailbox_counter where expires_at <= ${now}::timestamptz)
      order by shop_id limit 1)`;
}

/** When a shop's next confirmation is due or request expires, and in the first shop, when a mailbox counter expires. */
function nextConfirmationTimes(now: Date): Prisma.Sql[] {
  return [...nextSystemEmailTimes(now), nextOptInExpiry(now), nextCounterExpiry(now)];
}

async function sendAndRecord(shopId: ShopId, batch: EmailBatch, { db, mailer, now }: Deps) {
  const outcome = await sendPaced(batch, { db, mailer });
  const [email] = batch.emails;
  if (email) {
    await recordSenderOutcome(db, shopId, identityOf(email.from.address), outcome, now());
  }
  return outcome;
}

async function recordEnd(
  tx: Tx,
  shopId: ShopId,
  requestId: string,
  { state, lastError }: SystemEmailEnd,
  now: Date,
): Promise<void> {
  if (state === "queued") return;
  await settleConfirmation(tx, shopId, requestId, {
    state,
    lastError,
    ...(state === "sent" && {
      emailedAt: now,
      // The link's validity starts when the email leaves, however long it waited.
      expiresAt: addMs(now, DurationMs.days(CONFIRM_WITHIN_DAYS)),
    }),
  });
}

async function compose(
  shopId: ShopId,
  optIn: OptIn,
  { shop, sender }: SendingSetup,
  deps: Deps,
): Promise<SystemEmailDraft> {
  if (sender.kind === "missing") return { kind: "waits", reason: sender.missing };
  const draft = await composeConfirmation(shopId, optIn, shop, sender, deps);
  if (draft.kind === "refused") return draft;
  const { db, keyring, now } = deps;
  const mayLeave = await claimConfirmationSlot(db, optIn.email, now(), { keyring });
  return mayLeave ? draft : { kind: "refused", reason: "too_many" };
}
