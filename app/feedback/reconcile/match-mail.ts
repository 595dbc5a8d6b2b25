import type { ListedMail } from "~/delivery/sent-mails/sent-email-provider";

/** A mail of which nobody knows whether it left. */
export interface UnansweredMail {
  readonly messageId: string;
  /** Lower case. */
  readonly from: string;
  /** Lower case. */
  readonly to: string;
  readonly subject: string;
}

/** By how much the provider's clock may differ from ours. */
const CLOCKS_DIFFER_MS = 600_000;

/**
 * The mails that a listed one may be: from and to the same, of the same
 * subject, and not older than the first call.
 *
 * @param since when a provider may first have taken them
 */
export function matchMail(
  listed: ListedMail,
  unanswered: readonly UnansweredMail[],
  since: Date,
): readonly UnansweredMail[] {
  if (isBefore(listed, since)) return [];
  return unanswered.filter(
    ({ from, to, subject }) =>
      from === listed.from && to === listed.to && subject.trim() === listed.subject.trim(),
  );
}

/** Whether a listed mail is too old to be one of those: in a list of the newest first no other is. */
export function isBefore({ createdAt }: ListedMail, since: Date): boolean {
  return createdAt.getTime() < since.getTime() - CLOCKS_DIFFER_MS;
}
