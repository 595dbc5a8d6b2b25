import type { CampaignStatus } from "~/campaigns/campaign-status";

/** What became of a campaign's mails, each counted once, and what they did. */
export interface CampaignNumbers {
  /** Wait for their time. */
  readonly waiting: number;
  /** Are with the mail provider, which has not answered yet. */
  readonly leaving: number;
  readonly sent: number;
  /** Of a holdout, which is left alone on purpose. */
  readonly withheld: number;
  /** Did not leave, by reason. */
  readonly notSent: readonly { readonly reason: string; readonly count: number }[];
  /** People who clicked, robots left out. */
  readonly clicked: number;
  readonly orders: number;
  /** Of those orders, in the shop's currency. */
  readonly netMinor: number;
}

interface Progress {
  /** How much of it is through, in [0, 1]: sent, or known not to be. */
  readonly progress: number;
  /** Mails that are foreseen and yet to be planned. */
  readonly toCome: number;
}

/**
 * How far a campaign is. What is yet to be planned counts as it was foreseen, so that a campaign that goes slowly does
 * not look done after each step.
 *
 * @param foreseenMails how many mails it was foreseen to come to
 */
export function progressOf(
  status: CampaignStatus,
  { waiting, leaving, sent, notSent }: CampaignNumbers,
  foreseenMails: number,
): Progress {
  const settled = sent + notSent.reduce((sum, { count }) => sum + count, 0);
  const planned = settled + waiting + leaving;
  const all = Math.max(planned, foreseenMails);
  const isOver = status === "sent" || status === "cancelled";
  return {
    progress: status === "sent" ? 1 : all === 0 ? 0 : settled / all,
    toCome: isOver ? 0 : all - planned,
  };
}
