import type { ListedEmail } from "~/delivery/sent-email-provider";

/** A message whose outcome is unknown. */
export interface UnansweredEmail {
  readonly messageId: string;
  /** Lower case. */
  readonly from: string;
  /** Lower case. */
  readonly to: string;
  readonly subject: string;
}

/** Tolerated clock skew of the provider. */
const CLOCKS_DIFFER_MS = 600_000;

/**
 * Candidates for a listed email: same sender, recipient and subject, and not older than the first call.
 *
 * @param since when a provider may first have accepted them
 */
export function matchEmail(
  listed: ListedEmail,
  unanswered: readonly UnansweredEmail[],
  since: Date,
): readonly UnansweredEmail[] {
  if (isBefore(listed, since)) return [];
  return unanswered.filter(
    ({ from, to, subject }) =>
      from === listed.from && to === listed.to && subject.trim() === listed.subject.trim(),
  );
}

/** Whether a listed email is too old; the list is sorted newest first, so all later ones are too. */
export function isBefore({ createdAt }: ListedEmail, since: Date): boolean {
  return createdAt.getTime() < since.getTime() - CLOCKS_DIFFER_MS;
}
