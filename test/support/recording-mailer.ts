import type { Email } from "~/delivery/email";
import type { BatchOutcome, EmailBatch, Mailer } from "~/delivery/mailer";

type Answer = (batch: EmailBatch) => BatchOutcome | Promise<BatchOutcome>;

export interface RecordingMailer extends Mailer {
  /** Accepted emails, each once. */
  readonly taken: readonly Email[];
  readonly calls: readonly EmailBatch[];
  /** Outcomes of the next calls, one each, instead of success. */
  next(...answers: Answer[]): void;
  /** Accepts a batch like a provider, whatever is answered afterward. */
  take(batch: EmailBatch): BatchOutcome;
}

/**
 * A mailer with a provider's idempotency: the same bytes under a known key are not accepted again, other bytes under
 * it are refused.
 */
export function recordingMailer(): RecordingMailer {
  const taken: Email[] = [];
  const calls: EmailBatch[] = [];
  const answers: Answer[] = [];
  const known = new Map<string, string>();

  function take({ key, emails }: EmailBatch): BatchOutcome {
    const bytes = JSON.stringify(emails);
    const before = known.get(key);
    if (before !== undefined && before !== bytes) return { kind: "key_reused" };
    if (before === undefined) {
      known.set(key, bytes);
      taken.push(...emails);
    }
    return {
      kind: "answered",
      results: emails.map(({ messageId }) => ({
        kind: "accepted",
        providerId: `provider-${messageId}`,
      })),
    };
  }

  return {
    name: "resend",
    taken,
    calls,
    take,
    next: (...more) => void answers.push(...more),
    sendBatch(batch) {
      calls.push(batch);
      return Promise.resolve((answers.shift() ?? take)(batch));
    },
  };
}
