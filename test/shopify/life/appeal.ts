import { seededRandom } from "./seeded-random";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** An email as its reader sees it in the inbox. */
export interface EmailInInbox {
  readonly address: string;
  readonly subject: string;
  readonly sentAtMs: number;
  /** When the reader got the earlier emails, in milliseconds since 1970. */
  readonly earlierAtMs: readonly number[];
}

/** How much more often than usual a reader clicks and unsubscribes; 1 is usual. */
export interface Appeal {
  readonly clicks: number;
  readonly leaves: number;
}

/** Emails in four weeks that nobody minds. */
const USUAL_EMAILS = 4;
const COUNTED_MS = 28 * DAY_MS;
const SHORT_SUBJECT = 32;
const LONG_SUBJECT = 60;
/** Readers look at their email at most this long before or after their hour. */
const NEAR_HOURS = 2;

/**
 * What the demo's customers like, so that there is something to learn: short subjects and questions rather than long
 * ones, exclamations and words in capitals, an email near the hour at which they read, and no more than one email a
 * week. Pure: the same email and reader give the same appeal. Rates in `planReaction` are those of an appeal of 1; a
 * click may lead to an order (`planPurchase`), so what is liked also sells.
 */
export function appealOf({ address, subject, sentAtMs, earlierAtMs }: EmailInInbox): Appeal {
  const recent = earlierAtMs.filter((at) => at > sentAtMs - COUNTED_MS && at <= sentAtMs).length;
  const beyond = Math.max(0, recent + 1 - USUAL_EMAILS);
  return {
    clicks: likingOf(subject) * (isNearHour(address, sentAtMs) ? 1.3 : 0.9) * 0.9 ** beyond,
    leaves: 1.4 ** beyond,
  };
}

function likingOf(subject: string): number {
  const { length } = subject.trim();
  const ofLength = length <= SHORT_SUBJECT ? 1.2 : length > LONG_SUBJECT ? 0.8 : 1;
  const isShouted = /\p{Lu}{3}/u.test(subject);
  return (
    ofLength *
    (subject.includes("?") ? 1.25 : 1) *
    (subject.includes("!") ? 0.85 : 1) *
    (isShouted ? 0.6 : 1)
  );
}

function isNearHour(address: string, atMs: number): boolean {
  const own = 7 + Math.floor(seededRandom(1, `hour of ${address}`)() * 15);
  const hour = (atMs % DAY_MS) / HOUR_MS;
  return Math.abs(hour - own) <= NEAR_HOURS;
}
