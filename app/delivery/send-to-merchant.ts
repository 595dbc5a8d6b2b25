import { toSingleEmailOutcome, RETRY_FOR_MS, SETUP_WAIT_MS } from "./single-email-outcome";
import type { Email } from "./email";
import type { Mailer } from "./mailer";

/** The stored outcome of an attempt; without a state it is still due. */
export interface MerchantEmailEnd {
  readonly state?: "sent" | "not_sent";
  readonly reason: string | null;
  readonly nextRunAt: Date | null;
}

/** An email to the merchant that is due. */
interface DueEmail {
  /** Idempotency key. */
  readonly key: string;
  readonly attempts: number;
  readonly firstTriedAt: Date | null;
  /** The frozen email; null before the first attempt. */
  readonly open: () => Email | null;
  /** @returns the email, or the reason why there is none */
  readonly compose: () => Promise<Email | string>;
  /** @returns false when another worker froze it first */
  readonly freeze: (email: Email) => Promise<boolean>;
}

interface Deps {
  readonly mailer: Mailer;
  readonly now: () => Date;
}

/**
 * Sends a single email. It is frozen before the first attempt, so that a retry has the same bytes and key,
 * and given up once the provider may have dropped the key.
 */
export async function sendToMerchant(
  due: DueEmail,
  { mailer, now }: Deps,
): Promise<MerchantEmailEnd> {
  const at = now();
  if (due.firstTriedAt && at.getTime() - due.firstTriedAt.getTime() > RETRY_FOR_MS) {
    return notEmailed("unknown");
  }
  let email = due.open();
  if (email === null) {
    const composed = await due.compose();
    if (typeof composed === "string") {
      return composed === "sender_missing"
        ? again(composed, at, SETUP_WAIT_MS)
        : notEmailed(composed);
    }
    if (!(await due.freeze(composed))) return again("in_flight", at, SETUP_WAIT_MS);
    email = composed;
  }
  const end = toSingleEmailOutcome(
    await mailer.sendBatch({ key: due.key, emails: [email] }),
    due.attempts,
  );
  switch (end.kind) {
    case "sent":
      return { state: "sent", reason: null, nextRunAt: null };
    case "again":
      return again(end.reason, at, end.waitMs);
    case "not_sent":
      return notEmailed(end.reason);
  }
}

const notEmailed = (reason: string): MerchantEmailEnd => ({
  state: "not_sent",
  reason,
  nextRunAt: null,
});

const again = (reason: string, at: Date, waitMs: number): MerchantEmailEnd => ({
  reason,
  nextRunAt: new Date(at.getTime() + waitMs),
});
