import type { CampaignStatus } from "~/campaigns/campaign-status";

/** A campaign's messages by outcome, each counted once, with their results. */
export interface CampaignNumbers {
  /** Planned. */
  readonly waiting: number;
  /** Being sent. */
  readonly leaving: number;
  readonly sent: number;
  /** In the holdout. */
  readonly withheld: number;
  /** Not sent, by reason. */
  readonly notSent: readonly { readonly reason: string; readonly count: number }[];
  /** Recipients with a human click. */
  readonly clicked: number;
  /** Recipients who unsubscribed from it. */
  readonly unsubscribed: number;
  readonly orders: number;
  /** Net revenue of those orders, in the shop's currency. */
  readonly netMinor: number;
  /** The 95% interval of the net revenue to expect from such recipients; null without revenue. */
  readonly netBetween: { readonly low: number; readonly high: number } | null;
}

/** Of a campaign without messages. */
export const NO_NUMBERS: CampaignNumbers = {
  waiting: 0,
  leaving: 0,
  sent: 0,
  withheld: 0,
  notSent: [],
  clicked: 0,
  unsubscribed: 0,
  orders: 0,
  netMinor: 0,
  netBetween: null,
};

interface Progress {
  /** Share of settled messages, in [0, 1]. */
  readonly progress: number;
  /** Expected messages that are not planned yet. */
  readonly toCome: number;
}

/**
 * Progress of a campaign. Unplanned messages count as forecast, so that a paced campaign does not look done
 * after each wave.
 *
 * @param foreseenEmails forecast number of messages
 */
export function progressOf(
  status: CampaignStatus,
  { waiting, leaving, sent, notSent }: CampaignNumbers,
  foreseenEmails: number,
): Progress {
  const settled = sent + notSent.reduce((sum, { count }) => sum + count, 0);
  const planned = settled + waiting + leaving;
  const all = Math.max(planned, foreseenEmails);
  const isOver = status === "sent" || status === "canceled";
  return {
    progress: status === "sent" ? 1 : all === 0 ? 0 : settled / all,
    toCome: isOver ? 0 : all - planned,
  };
}
