import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { retryAt } from "~/jobs/due-rows.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { EmailOutcome } from "../email";
import type { BatchOutcome, EmailBatch, Mailer } from "../mailer";
import {
  freezeSystemEmail,
  openSystemEmail,
  settleSystemEmail,
  SYSTEM_EMAILS,
  type DueSystemEmail,
  type SystemEmailEnd,
} from "./system-email-store.server";

/** A composed email, the reason why there is none, or what it waits for. */
export type SystemEmailDraft =
  | EmailOutcome
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "waits"; readonly reason: string };

interface Sending {
  /** Idempotency key. */
  readonly key: string;
  /** @returns why it must not be sent, checked before each attempt; null if it may */
  readonly check?: () => Promise<string | null>;
  readonly compose: () => Promise<SystemEmailDraft>;
  /** If not by the provider directly. */
  readonly send?: (batch: EmailBatch) => Promise<BatchOutcome>;
  /** Records the end in the same transaction. */
  readonly onEnd?: (tx: Tx, end: SystemEmailEnd) => Promise<void>;
}

interface Deps extends CommonDeps<"db" | "now"> {
  readonly keyring: Pick<Keyring, "seal" | "open">;
  readonly mailer: Mailer;
  readonly log: Pick<Log, "warn">;
}

/** Providers remember an idempotency key for 24 hours: a later retry could send a second email. */
const RETRY_FOR_MS = 23 * 3_600_000;
/** How long an email waits for the merchant to set up or fix the sender. */
const SETUP_WAIT_MS = 15 * 60_000;

/**
 * Sends a claimed email and records the outcome. It is frozen before the first attempt, so that a retry has the same
 * bytes and key, and given up once the provider may have dropped the key.
 */
export async function sendSystemEmail(
  shopId: ShopId,
  due: DueSystemEmail,
  sending: Sending,
  deps: Deps,
): Promise<void> {
  const { db, log } = deps;
  const end = await attempt(shopId, due, sending, deps);
  if (end === null) return;
  await db.$transaction(async (tx) => {
    const isOurs = await settleSystemEmail(tx, shopId, due, end);
    if (isOurs) await sending.onEnd?.(tx, end);
  });
  if (end.state === "sent") return;
  log.warn({ shopId, key: sending.key, reason: end.lastError }, "a system email was not sent");
}

/** @returns null when another worker has the email */
async function attempt(
  shopId: ShopId,
  due: DueSystemEmail,
  { key, check, compose, send }: Sending,
  { db, keyring, mailer, now }: Deps,
): Promise<SystemEmailEnd | null> {
  const refusal = await check?.();
  if (refusal) return notSent(refusal);
  const at = now();
  if (due.firstTriedAt && at.getTime() - due.firstTriedAt.getTime() > RETRY_FOR_MS) {
    return notSent("unknown");
  }
  let email = openSystemEmail(shopId, due, keyring);
  if (email === null) {
    const draft = await compose();
    if (draft.kind === "waits") return retryIn(SETUP_WAIT_MS, draft.reason, at);
    if (draft.kind === "refused") return notSent(draft.reason);
    email = draft.email;
    if (!(await freezeSystemEmail(db, shopId, due, email, { keyring, now: at }))) return null;
  }
  const batch = { key, emails: [email] };
  return endOf(due, await (send ? send(batch) : mailer.sendBatch(batch)), now());
}

/** Maps the provider's answer for a single email to its end. */
function endOf(due: DueSystemEmail, outcome: BatchOutcome, now: Date): SystemEmailEnd {
  switch (outcome.kind) {
    case "answered": {
      const [result] = outcome.results;
      if (result?.kind === "accepted") return { state: "sent", nextRunAt: null, lastError: null };
      if (result?.kind === "not_taken") return retryIn(result.retryAfterMs, "retrying", now);
      return notSent(result?.kind === "refused" ? result.reason : "no_answer");
    }
    case "ambiguous": {
      const nextRunAt = retryAt(SYSTEM_EMAILS, due, now);
      return { state: "queued", nextRunAt, lastError: outcome.kind };
    }
    case "unreachable":
    case "rate_limited":
    case "quota_exhausted":
    case "in_flight":
      return retryIn(outcome.retryAfterMs, outcome.kind, now);
    case "identity_refused":
      return retryIn(SETUP_WAIT_MS, outcome.kind, now);
    case "key_reused":
      return notSent(outcome.kind);
    case "rejected":
      return notSent(outcome.reason);
  }
}

const notSent = (lastError: string): SystemEmailEnd => ({
  ...{ state: "not_sent", nextRunAt: null, lastError },
});

const retryIn = (waitMs: number, lastError: string, now: Date): SystemEmailEnd => ({
  ...{ state: "queued", nextRunAt: new Date(now.getTime() + waitMs), lastError },
});
