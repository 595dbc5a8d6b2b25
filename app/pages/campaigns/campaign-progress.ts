import type { CampaignStatus } from "~/campaigns/campaign-status";
import type { CampaignNumbers } from "~/feedback/counts/campaign-numbers";

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
