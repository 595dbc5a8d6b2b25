import type { Mail } from "~/delivery/mail";
import type { BatchOutcome, MailBatch, Mailer } from "~/delivery/mailer";

type Answer = (batch: MailBatch) => BatchOutcome | Promise<BatchOutcome>;

export interface RecordingMailer extends Mailer {
  /** Mails that were taken, each once. */
  readonly taken: readonly Mail[];
  readonly calls: readonly MailBatch[];
  /** How the next calls go, one each, instead of being taken. */
  next(...answers: Answer[]): void;
  /** Takes a batch as a provider would, whatever is answered afterwards. */
  take(batch: MailBatch): BatchOutcome;
}

/**
 * A mailer with a provider's memory: the same bytes under a known key are not
 * taken again, other bytes under it are refused.
 */
export function recordingMailer(): RecordingMailer {
  const taken: Mail[] = [];
  const calls: MailBatch[] = [];
  const answers: Answer[] = [];
  const known = new Map<string, string>();

  function take({ key, mails }: MailBatch): BatchOutcome {
    const bytes = JSON.stringify(mails);
    const before = known.get(key);
    if (before !== undefined && before !== bytes) return { kind: "key_reused" };
    if (before === undefined) {
      known.set(key, bytes);
      taken.push(...mails);
    }
    return {
      kind: "answered",
      results: mails.map(({ messageId }) => ({
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
