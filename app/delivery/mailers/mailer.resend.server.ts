import { Resend } from "resend";
import { withAsciiDomain } from "~/lib/ascii-domain";
import { fromResendReply, readPace, readRetryAfterMs } from "../from-resend";
import { formatMailbox, type Email } from "../email";
import type { Mailer } from "../mailer";
import { resendDomains } from "../sender/domain-provider.resend.server";
import { resendSentEmails } from "../sent-emails/sent-email-provider.resend.server";
import { nameAccount } from "./name-account.server";

interface ResendOptions {
  readonly apiKey: string;
  /** Where the API answers; for tests and proxies. Never from a merchant. */
  readonly baseUrl?: string;
  readonly timeoutMs?: number;
}

/**
 * A mailer for Resend. The batch's key is the idempotency key, which Resend remembers for 24 hours.
 * Permissive: one bad address does not block the others.
 */
export function resendMailer({ apiKey, baseUrl, timeoutMs = 15_000 }: ResendOptions): Mailer {
  const resend = new Resend(apiKey, baseUrl === undefined ? {} : { baseUrl });
  let restUntilMs = 0;

  return {
    name: "resend",
    account: nameAccount("resend", apiKey),
    domains: resendDomains(resend),
    sentEmails: resendSentEmails(resend, timeoutMs),
    async sendBatch({ key, emails }) {
      const restMs = restUntilMs - Date.now();
      if (restMs > 0) return { kind: "rate_limited", retryAfterMs: restMs };
      // The SDK has no timeout and returns failures instead of throwing.
      const reply = await resend.batch.send(emails.map(toResend), {
        idempotencyKey: key,
        batchValidation: "permissive",
        signal: AbortSignal.timeout(timeoutMs),
      });
      // The last call of this window: waiting here is cheaper than a rejection.
      if (reply.headers?.["ratelimit-remaining"] === "0") {
        restUntilMs = Date.now() + (readRetryAfterMs(reply.headers) ?? 0);
      }
      const pace = readPace(reply.headers);
      return { ...fromResendReply(reply, emails.length), ...(pace && { pace }) };
    },
  };
}

/** Sorted names: a stored email must serialize to the same bytes. */
function toResend(email: Email) {
  const tags = Object.entries(email.tags).map(([name, value]) => ({ name, value }));
  return {
    from: formatMailbox(email.from),
    // Resend accepts only ASCII domains.
    to: withAsciiDomain(email.to),
    ...(email.replyTo === null ? {} : { replyTo: email.replyTo }),
    subject: email.subject,
    html: email.html,
    text: email.text,
    headers: Object.fromEntries(Object.entries(email.headers).sort(byName)),
    tags: tags.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
