import { createHash } from "node:crypto";
import { Resend } from "resend";
import { withAsciiDomain } from "~/lib/ascii-domain";
import { fromResendReply, readPace, readRetryAfterMs } from "./from-resend";
import { formatMailbox, type Mail } from "./mail";
import type { Mailer } from "./mailer";
import { resendDomains } from "./sender/domain-provider.resend.server";
import { resendSentMails } from "./sent-mails/sent-email-provider.resend.server";

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
    // Identifies the account without revealing the key.
    account: `resend/${createHash("sha256").update(apiKey).digest("hex").slice(0, 16)}`,
    domains: resendDomains(resend),
    sentMails: resendSentMails(resend, timeoutMs),
    async sendBatch({ key, mails }) {
      const restMs = restUntilMs - Date.now();
      if (restMs > 0) return { kind: "rate_limited", retryAfterMs: restMs };
      // The SDK has no timeout and returns failures instead of throwing.
      const reply = await resend.batch.send(mails.map(toResend), {
        idempotencyKey: key,
        batchValidation: "permissive",
        signal: AbortSignal.timeout(timeoutMs),
      });
      // The last call of this window: waiting here is cheaper than a rejection.
      if (reply.headers?.["ratelimit-remaining"] === "0") {
        restUntilMs = Date.now() + (readRetryAfterMs(reply.headers) ?? 0);
      }
      const pace = readPace(reply.headers);
      return { ...fromResendReply(reply, mails.length), ...(pace && { pace }) };
    },
  };
}

/** Sorted names: a stored email must serialize to the same bytes. */
function toResend(mail: Mail) {
  const tags = Object.entries(mail.tags).map(([name, value]) => ({ name, value }));
  return {
    from: formatMailbox(mail.from),
    // Resend accepts only ASCII domains.
    to: withAsciiDomain(mail.to),
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: Object.fromEntries(Object.entries(mail.headers).sort(byName)),
    tags: tags.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
