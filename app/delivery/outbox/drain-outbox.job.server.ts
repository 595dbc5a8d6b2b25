import { nextTimeIn } from "~/jobs/next-due-times.server";
import { readTogether } from "~/db-reads.server";
import { LRUCache } from "lru-cache";
import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "~/config";
import { Prisma } from "~/generated/prisma/client";
import { isAnyRowDue } from "~/jobs/due-rows.server";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import type { ComposeDeps } from "~/messages/composing/compose-message.server";
import type { Keyring } from "~/privacy/keyring.server";
import { isPausedAfterRestore } from "~/restore/shop-restore-store.server";
import { attemptBatch, settle, type AttemptDeps } from "./attempt-batch.server";
import { freezeSlice } from "./freeze-slice.server";
import { claimDueBatch, EMAIL_BATCHES, postponeBatch } from "./email-batch-store.server";
import { holdBatches } from "./hold-batches.server";
import { CLOSED_REASONS } from "../decision/decide-delivery";
import { MAX_BATCH_EMAILS, mailerId } from "../mailer";
import { findCallCapacity, type SendingCapacity } from "../sender/sending-capacity.server";
import { claimDueMessages, releaseMessages, type ClaimedMessage } from "./message-claims.server";
import { findPlanAllowance } from "../plan/plan-allowance.server";
import { extendWaitingMessages, listPacedCampaigns } from "../pace/campaign-pace-store.server";
import { findAccountPause } from "../pace/account-store.server";
import { resumeBatch } from "./resume-batch.server";
import { listSendingStreams, type SendingStream } from "../settings/sending-streams";
import { loadSendingSetup, type SendingSetup } from "../decision/sending-setup.server";

interface Deps extends AttemptDeps, Pick<ComposeDeps, "recommendations" | "compile"> {
  readonly keyring: Keyring;
  readonly config: Pick<Config, "publicUrl" | "inbound">;
}

/** How long a worker waits out a rate limit instead of leaving the shop to the next sweep. */
const SIT_OUT_MS = 1_500;

/**
 * Sends one batch of a shop's due messages. Unanswered batches come first, then due messages: claimed, then decided
 * under locks, composed and frozen in one transaction, and only then sent. After a crash at any point it continues
 * without emailing anyone twice.
 */
export const drainOutboxJob = defineJob<Deps>({
  name: "delivery.drain-outbox",
  hasKnownPlans: true,
  minConcurrency: 2,
  selectDueShops: selectShopsWithDueEmail,
  nextDueTimes: nextEmailTimes,

  async run(shopId, deps, signal) {
    const { db, keyring, log, mailer, now } = deps;
    const { publicUrl, inbound } = deps.config;
    const unsubscribeAddress = inbound?.unsubscribeAddress ?? null;
    const readAtMs = performance.now();
    const sentBefore = lastIdentities.get(shopId) ?? [];
    const [isPaused, isBatchDue, loaded, plan, accountPause, slow, known] = await readTogether(
      db,
      () =>
        Promise.all([
          isPausedAfterRestore(db, shopId),
          isAnyRowDue(db, EMAIL_BATCHES, shopId, now()),
          loadSendingSetup(db, shopId, deps),
          findPlanAllowance(db, shopId, now()),
          mailer.account === undefined ? null : findAccountPause(db, mailer.account),
          listPacedCampaigns(db, shopId, now()),
          findCapacities(shopId, sentBefore, now(), deps),
        ]),
    );
    if (isPaused) return { more: false };
    const setup = plan?.emails === 0 ? { ...loaded, planFullUntil: plan.renewsAt } : loaded;
    const freezing = { keyring, log, mailerName: mailerId(mailer), now: now() };

    if (setup.shop.closedAs !== null) {
      const hold = { reason: CLOSED_REASONS[setup.shop.closedAs], now: freezing.now };
      await db.$transaction((tx) => holdBatches(tx, shopId, hold));
    }
    const due = isBatchDue ? await claimDueBatch(db, shopId, freezing.now) : null;
    if (due !== null) {
      const resumed = await db.$transaction((tx) => resumeBatch(tx, shopId, due, setup, freezing));
      if (resumed === null) return { more: true };
      if (resumed.kind === "put_off") {
        const { batchId, attempts, until } = resumed;
        const putOff = { nextRunAt: until, reason: "retrying_after_quiet_hours" } as const;
        await db.$transaction((tx) => postponeBatch(tx, shopId, { batchId, attempts }, putOff));
        return { more: true };
      }
      if (resumed.kind === "ended") {
        await settle(shopId, resumed, resumed.settlement, "no_answer", deps);
        return { more: true };
      }
      const outcome = await attemptBatch(shopId, resumed.batch, deps);
      return { more: MAY_HAVE_MORE.has(outcome) };
    }

    const maxEmails = plan?.emails || MAX_BATCH_EMAILS;
    const isAccountPaused = accountPause !== null && accountPause.forMs > SIT_OUT_MS;
    const { claimed, mayBeLeft } = isAccountPaused
      ? NOTHING_CLAIMED
      : await claimFirst(shopId, { setup, most: maxEmails, slow, known }, freezing.now, deps);
    if (claimed.length === 0) return { more: false };
    if (signal.aborted) {
      await db.$transaction((tx) => releaseMessages(tx, shopId, claimed));
      return { more: true };
    }
    const batch = await db.$transaction((tx) =>
      freezeSlice(tx, shopId, claimed, setup, {
        ...deps,
        ...freezing,
        publicUrl,
        unsubscribeAddress,
      }),
    );
    if (batch === null) return { more: true };
    // The capacity of its sender was found since.
    const outcome = await attemptBatch(shopId, { ...batch, provedAtMs: readAtMs }, deps);
    if (outcome === "answered") return { more: mayBeLeft };
    if (outcome === "rate_limited")
      await pause(SIT_OUT_MS, undefined, { signal }).catch(ignoreAbort);
    return { more: MAY_HAVE_MORE.has(outcome) || outcome === "rate_limited" };
  },
});

/** Outcomes after which more may be due at once. */
const MAY_HAVE_MORE: ReadonlySet<string> = new Set(["answered", "rejected", "quiet_hours"]);

interface FirstClaim {
  readonly claimed: readonly ClaimedMessage[];
  /** Whether more messages may be due now. */
  readonly mayBeLeft: boolean;
}

const NOTHING_CLAIMED: FirstClaim = { claimed: [], mayBeLeft: false };

interface ClaimLimits {
  readonly setup: SendingSetup;
  /** What remains of the plan; when it is used up, messages are claimed to record that reason. */
  readonly most: number;
  /** Messages that each paced campaign may send now. */
  readonly slow: ReadonlyMap<string, number>;
  /** Capacities that were read with the setup, by identity. */
  readonly known: ReadonlyMap<string, SendingCapacity>;
}

/**
 * Claims due messages that may leave, all from one domain, since a batch has one sender. The rest stays due
 * for the sweep.
 */
async function claimFirst(
  shopId: ShopId,
  { setup, most: maxEmails, slow, known }: ClaimLimits,
  now: Date,
  deps: Pick<Deps, "db" | "mailer">,
): Promise<FirstClaim> {
  const { db } = deps;
  const streams = await listStreamCapacities(shopId, setup, known, now, deps);
  const isWarmingUp = streams.some(
    ({ origins, capacity }) => capacity.isWarmingUp && origins.includes("campaign"),
  );
  if (isWarmingUp || slow.size > 0) {
    await extendWaitingMessages(db, shopId, isWarmingUp ? null : [...slow.keys()], now);
  }
  for (const [i, { origins, capacity }] of streams.entries()) {
    if (capacity.emails === 0) continue;
    const limit = Math.min(capacity.emails, maxEmails);
    const claimed = await claimDueMessages(db, shopId, { limit, origins, slow }, now);
    if (claimed.length === 0) continue;
    const mayBeLeft =
      claimed.length >= limit ||
      claimed.some(({ areLostWaiting }) => areLostWaiting) ||
      // Claimed separately.
      slow.size > 0 ||
      i < streams.length - 1;
    return { claimed, mayBeLeft };
  }
  return NOTHING_CLAIMED;
}

interface StreamCapacity extends Pick<SendingStream, "origins"> {
  readonly capacity: SendingCapacity;
}

/** Identities from which this process last sent: most likely those of the next email, so their capacity is read with the setup. */
const lastIdentities = new LRUCache<ShopId, readonly string[]>({ max: 10_000 });

/** The shop's sending streams with their capacity. */
async function listStreamCapacities(
  shopId: ShopId,
  { sender }: SendingSetup,
  known: ReadonlyMap<string, SendingCapacity>,
  now: Date,
  deps: Pick<Deps, "db" | "mailer">,
): Promise<readonly StreamCapacity[]> {
  // Claim anyway, to record the missing sender on each message.
  if (sender.kind === "missing") return [NO_SENDER_STREAM];
  const streams = listSendingStreams(sender);
  const identities = streams.map(({ identity }) => identity);
  lastIdentities.set(shopId, identities);
  const isKnown = identities.every((identity) => known.has(identity));
  const capacities = isKnown ? known : await findCapacities(shopId, identities, now, deps);
  return streams.flatMap(({ identity, origins }) => {
    const capacity = capacities.get(identity);
    return capacity ? [{ origins, capacity }] : [];
  });
}

async function findCapacities(
  shopId: ShopId,
  identities: readonly string[],
  now: Date,
  { db, mailer }: Pick<Deps, "db" | "mailer">,
): Promise<ReadonlyMap<string, SendingCapacity>> {
  const when = { now, way: mailer.name };
  return readTogether(
    db,
    async () =>
      new Map(
        await Promise.all(
          identities.map(
            async (identity) =>
              [identity, await findCallCapacity(db, shopId, identity, when)] as const,
          ),
        ),
      ),
  );
}

const NO_SENDER_STREAM: StreamCapacity = {
  origins: ["flow", "campaign"],
  capacity: { emails: MAX_BATCH_EMAILS, isWarmingUp: false },
};

function selectShopsWithDueEmail(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    where exists (
      select 1 from message_sending sending where sending.shop_id = shop.shop_id
        and sending.state = 'planned' and sending.next_run_at <= ${now}::timestamptz)
    or exists (
      select 1 from email_batch where email_batch.shop_id = shop.shop_id
        and email_batch.state = 'sending' and email_batch.next_run_at <= ${now}::timestamptz
        and (email_batch.lease_until is null or email_batch.lease_until <= ${now}::timestamptz))`;
}

function nextEmailTimes(now: Date): Prisma.Sql[] {
  return [
    nextTimeIn("message_sending", "next_run_at", now, { and: Prisma.sql`it.state = 'planned'` }),
    ...["next_run_at", "lease_until"].map((column) =>
      nextTimeIn("email_batch", column, now, { and: Prisma.sql`it.state = 'sending'` }),
    ),
  ];
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === "AbortError")) throw error;
}
