import { endOfOne, RETRY_FOR_MS, SETUP_WAIT_MS } from "./end-of-one";
import type { Mail } from "./mail";
import type { Mailer } from "./mailer";

/** The stored outcome of an attempt; without a state it is still due. */
export interface MerchantMailEnd {
  readonly state?: "mailed" | "not_mailed";
  readonly reason: string | null;
  readonly nextRunAt: Date | null;
}

/** An email to the merchant that is due. */
interface DueMail {
  /** Idempotency key. */
  readonly key: string;
  readonly attempts: number;
  readonly firstTriedAt: Date | null;
  /** The frozen email; null before the first attempt. */
  readonly open: () => Mail | null;
  /** @returns the email, or the reason why there is none */
  readonly compose: () => Promise<Mail | string>;
  /** @returns false when another worker froze it first */
  readonly freeze: (mail: Mail) => Promise<boolean>;
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
  due: DueMail,
  { mailer, now }: Deps,
): Promise<MerchantMailEnd> {
  const at = now();
  if (due.firstTriedAt && at.getTime() - due.firstTriedAt.getTime() > RETRY_FOR_MS) {
    return notMailed("unknown");
  }
  let mail = due.open();
  if (mail === null) {
    const composed = await due.compose();
    if (typeof composed === "string") {
      return composed === "sender_missing"
        ? again(composed, at, SETUP_WAIT_MS)
        : notMailed(composed);
    }
    if (!(await due.freeze(composed))) return again("in_flight", at, SETUP_WAIT_MS);
    mail = composed;
  }
  const end = endOfOne(await mailer.sendBatch({ key: due.key, mails: [mail] }), due.attempts);
  switch (end.kind) {
    case "mailed":
      return { state: "mailed", reason: null, nextRunAt: null };
    case "again":
      return again(end.reason, at, end.waitMs);
    case "not_mailed":
      return notMailed(end.reason);
  }
}

const notMailed = (reason: string): MerchantMailEnd => ({
  state: "not_mailed",
  reason,
  nextRunAt: null,
});

const again = (reason: string, at: Date, waitMs: number): MerchantMailEnd => ({
  reason,
  nextRunAt: new Date(at.getTime() + waitMs),
});
