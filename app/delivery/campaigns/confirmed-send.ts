import { z } from "zod";
import type { CampaignSend } from "./review-campaign.server";

/** What the merchant saw of a send when they confirmed it. */
export const ConfirmedSend = z.object({
  count: z.number().int().min(1),
  subjects: z.array(z.string()),
  from: z.string(),
});
export type ConfirmedSend = z.infer<typeof ConfirmedSend>;

/**
 * Whether a send is still the one that a merchant has confirmed: the same subjects from the same sender, to at most one
 * percent more customers, since in a large store somebody subscribes while the dialog is open. To fewer is fine.
 */
export function isAsConfirmed(send: CampaignSend, confirmed: ConfirmedSend): boolean {
  return (
    send.count <= confirmed.count + Math.floor(confirmed.count / 100) &&
    send.from === confirmed.from &&
    send.subjects.length === confirmed.subjects.length &&
    send.subjects.every((subject, n) => subject === confirmed.subjects[n])
  );
}
