import type { Email } from "./email";
import type { DomainProvider } from "./sending-domain";
import type { Pace } from "./bucket";
import type { SentEmailProvider } from "./sent-email-provider";

/** Maximum emails in one provider call. */
export const MAX_BATCH_EMAILS = 100;

/**
 * Emails of one provider call. A retry repeats the members, their order and the key, so that the provider
 * recognizes it.
 */
export interface EmailBatch {
  /** At most 256 characters. */
  readonly key: string;
  readonly emails: readonly Email[];
}

export type EmailResult =
  | { readonly kind: "accepted"; readonly providerId: string }
  | { readonly kind: "refused"; readonly reason: string }
  /** Certainly not accepted this time: it may be retried. */
  | { readonly kind: "not_taken"; readonly reason: string; readonly retryAfterMs: number }
  /** It is unknown whether it was accepted: it must not be retried. */
  | { readonly kind: "unknown"; readonly reason: string };

/** The outcome of a batch, and the provider's rate limit if it reports one. */
export type BatchOutcome = BatchResult & { readonly pace?: Pace };

/** Kindred's own reason to refuse a sender, as a code. Other reasons are a provider's words. */
export const DOMAIN_NOT_PROVED = "domain_not_proved";

/** Reasons and details name no addresses. */
type BatchResult =
  /** One result for each email, in the order of the batch. */
  | { readonly kind: "answered"; readonly results: readonly EmailResult[] }
  /** The provider may have accepted it: repeat within 23 hours with the same key, never later. */
  | { readonly kind: "ambiguous"; readonly detail: string }
  /** Not accepted: the provider could not be reached. */
  | { readonly kind: "unreachable"; readonly retryAfterMs: number; readonly detail: string }
  /** Not accepted: rate limited. */
  | { readonly kind: "rate_limited"; readonly retryAfterMs: number }
  /** Not accepted: the account's quota is used up. */
  | { readonly kind: "quota_exhausted"; readonly retryAfterMs: number }
  /** An earlier attempt with this key is still in progress. */
  | { readonly kind: "in_flight"; readonly retryAfterMs: number }
  /** Not accepted: the key was used for other bytes. This is a bug. */
  | { readonly kind: "key_reused" }
  /** Rejected permanently. */
  | { readonly kind: "rejected"; readonly reason: string }
  /** Not accepted: the API key or the sender's domain is refused; the queue waits for the merchant. */
  | { readonly kind: "identity_refused"; readonly reason: string };

/** Sends emails through a provider. Reports delivery problems in its result instead of throwing. */
export interface Mailer {
  readonly name: "outbox" | "resend" | "smtp" | "ses" | "postmark" | "sendgrid" | "mailgun";
  /** The pool of shops whose email it sends; absent: the default. */
  readonly pool?: string;
  /** The provider account that rate limits apply to, across processes; absent without limits. */
  readonly account?: string;
  /** Access to the provider's domains; absent if it has none. */
  readonly domains?: DomainProvider;
  /** Access to the provider's list of sent emails; absent if it has none. */
  readonly sentEmails?: SentEmailProvider;
  /** @param provedAtMs when the sender's domain was last found to be the shop's, by `performance.now()` */
  sendBatch(batch: EmailBatch, provedAtMs?: number): Promise<BatchOutcome>;
  /** Deletes its copies of these emails; absent if it keeps none. */
  readonly eraseEmails?: (messageIds: readonly string[]) => Promise<void>;
}

/** Names a mailer with its account, within which a batch's key is valid. */
export const mailerId = ({ name, pool }: Pick<Mailer, "name" | "pool">): string =>
  pool === undefined ? name : `${name}/${pool}`;
