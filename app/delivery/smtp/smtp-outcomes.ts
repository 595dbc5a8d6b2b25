import { redactAddresses } from "../email";

/** An SMTP failure. */
export interface SmtpFailure {
  /** SMTP reply code; null without a reply. */
  readonly replyCode: number | null;
  /** The command that failed, such as "RCPT TO"; "CONN" outside any. */
  readonly command: string;
  /** Whether any byte of the email had left: from then on no reply may mean success. */
  readonly hasBegun: boolean;
  readonly text: string;
}

/**
 * Effect of a failure on the email:
 *
 * - `refused`: rejected permanently
 * - `not_taken`: not accepted this time
 * - `sender_refused`: the server refuses this sender or login
 * - `ambiguous`: it may have been accepted
 */
export type SmtpMeaning = "refused" | "not_taken" | "sender_refused" | "ambiguous";

interface Rule {
  /** Inclusive range of codes; null: no reply. */
  readonly codes: readonly [number, number] | null;
  /** Prefix of the command; null: any. */
  readonly command: string | null;
  readonly means: SmtpMeaning;
}

/**
 * SMTP replies; the first match counts. Without a reply, an email whose bytes had begun to leave may have
 * been accepted; otherwise it was not.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1
 */
const SMTP_OUTCOMES: readonly Rule[] = [
  { codes: [400, 499], command: null, means: "not_taken" },
  // Bad sequence of commands: no statement about the email.
  { codes: [503, 503], command: null, means: "not_taken" },
  { codes: [500, 599], command: "AUTH", means: "sender_refused" },
  // Authentication required.
  { codes: [530, 530], command: null, means: "sender_refused" },
  // The email is too large, as the server reports when it learns the size.
  { codes: [552, 552], command: null, means: "refused" },
  { codes: [500, 599], command: "MAIL FROM", means: "sender_refused" },
  { codes: [500, 599], command: null, means: "refused" },
  // The server's size limit in its greeting is exceeded: the email never left.
  { codes: null, command: "MAIL FROM", means: "refused" },
];

/** Classifies a failure, with a reason for the merchant that has no addresses. */
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
  return { means, reason: redactAddresses(`${command}: ${text}`) };
}
