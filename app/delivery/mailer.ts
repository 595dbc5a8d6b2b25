import type { Mail } from "./mail";
import type { DomainProvider } from "./sender/sending-domain";
import type { Pace } from "./pace/bucket";
import type { SentEmailProvider } from "./sent-mails/sent-email-provider";

/** The most mails that one call may carry. */
export const MAX_BATCH_MAILS = 100;

/**
 * Mails that go out in one call. A retry repeats the members, their order and
 * the key, so that a provider that took the first attempt knows the second.
 */
export interface MailBatch {
  /** At most 256 characters. */
  readonly key: string;
  readonly mails: readonly Mail[];
}

export type MailResult =
  | { readonly kind: "accepted"; readonly providerId: string }
  | { readonly kind: "refused"; readonly reason: string }
  /** Not taken this time, and that is sure: it may be offered again. */
  | { readonly kind: "not_taken"; readonly reason: string; readonly retryAfterMs: number }
  /** Nobody can say whether it was taken: it must not be offered again. */
  | { readonly kind: "unknown"; readonly reason: string };

/** What became of a batch, and how fast the provider lets itself be called, if it says. */
export type BatchOutcome = BatchFate & { readonly pace?: Pace };

/** Reasons and details name no addresses. */
type BatchFate =
  /** One result for each mail, in the order of the batch. */
  | { readonly kind: "answered"; readonly results: readonly MailResult[] }
  /** The provider may have taken it: repeat within 23 hours with the same key, never later. */
  | { readonly kind: "ambiguous"; readonly detail: string }
  /** Not taken: there was nobody to hand it to. */
  | { readonly kind: "unreachable"; readonly retryAfterMs: number; readonly detail: string }
  /** Not taken: too many calls. */
  | { readonly kind: "rate_limited"; readonly retryAfterMs: number }
  /** Not taken: the account has sent all it may for now. */
  | { readonly kind: "quota_exhausted"; readonly retryAfterMs: number }
  /** An earlier attempt with this key is still being worked on. */
  | { readonly kind: "in_flight"; readonly retryAfterMs: number }
  /** Not taken: the key was used for other bytes. A fault of ours; park it. */
  | { readonly kind: "key_reused" }
  /** Not taken, and never will be. */
  | { readonly kind: "rejected"; readonly reason: string }
  /** Not taken: the key or the sender's domain is not accepted; the queue waits for the merchant. */
  | { readonly kind: "identity_refused"; readonly reason: string };

/** Hands mails to whoever carries them. Does not throw for trouble on the way; says what became of the batch. */
export interface Mailer {
  readonly name: "outbox" | "resend" | "smtp";
  /** Whose calls the provider counts together, in any process; absent where nobody counts. */
  readonly account?: string;
  /** Where it can be asked about domains; absent where it cannot. */
  readonly domains?: DomainProvider;
  /** Where it can be asked what it has sent; absent where it cannot. */
  readonly sentMails?: SentEmailProvider;
  sendBatch(batch: MailBatch): Promise<BatchOutcome>;
  /** Deletes what it keeps of these emails; absent where it keeps nothing. */
  readonly eraseMails?: (messageIds: readonly string[]) => Promise<void>;
}
