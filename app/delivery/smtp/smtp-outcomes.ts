import { withoutAddresses } from "../mail";

/** How handing one mail to a mail server failed. */
export interface SmtpFailure {
  /** The reply's code; null when there was none. */
  readonly replyCode: number | null;
  /** The command that was answered, such as "RCPT TO"; "CONN" outside of any. */
  readonly command: string;
  /** Whether any byte of the mail itself had left: from then on silence may mean yes. */
  readonly hasBegun: boolean;
  readonly text: string;
}

/**
 * What a failure means for the mail:
 *
 * - `refused`: not taken, and never will be
 * - `not_taken`: not taken this time
 * - `sender_refused`: the server lets this sender, or this login, hand over nothing
 * - `ambiguous`: it may have been taken
 */
export type SmtpMeaning = "refused" | "not_taken" | "sender_refused" | "ambiguous";

interface Rule {
  /** Replies from the first to the last code; null: there was no reply. */
  readonly codes: readonly [number, number] | null;
  /** What the command begins with; null: any. */
  readonly command: string | null;
  readonly means: SmtpMeaning;
}

/**
 * Replies of a mail server; the first line that fits counts. Without a reply a
 * mail whose bytes had begun to leave may have been taken, one whose bytes had
 * not was not.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1
 */
const SMTP_OUTCOMES: readonly Rule[] = [
  { codes: [400, 499], command: null, means: "not_taken" },
  // Out of turn: a misunderstanding between two programs, nothing about the mail.
  { codes: [503, 503], command: null, means: "not_taken" },
  { codes: [500, 599], command: "AUTH", means: "sender_refused" },
  // Login is asked for.
  { codes: [530, 530], command: null, means: "sender_refused" },
  // The mail is too large for the server, which says so when it hears of its size.
  { codes: [552, 552], command: null, means: "refused" },
  { codes: [500, 599], command: "MAIL FROM", means: "sender_refused" },
  { codes: [500, 599], command: null, means: "refused" },
  // It told in its greeting how large a mail may be: the mail never left.
  { codes: null, command: "MAIL FROM", means: "refused" },
];

/** What a failure means, and what to tell the merchant of it, without addresses. */
export function classifySmtpFailure(failure: SmtpFailure): {
  readonly means: SmtpMeaning;
  readonly reason: string;
} {
  const { replyCode, command, hasBegun, text } = failure;
  const rule = SMTP_OUTCOMES.find(
    ({ codes, command: begins }) =>
      (codes === null
        ? replyCode === null && !hasBegun
        : replyCode !== null && replyCode >= codes[0] && replyCode <= codes[1]) &&
      (begins === null || command.startsWith(begins)),
  );
  const means = rule?.means ?? (hasBegun ? "ambiguous" : "not_taken");
  return { means, reason: withoutAddresses(`${command}: ${text}`) };
}
