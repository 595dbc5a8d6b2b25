import { z } from "zod";
import type { CampaignSend } from "./review-campaign.server";

/** What the merchant confirmed. */
export const ConfirmedSend = z.object({
  count: z.number().int().min(1),
  subjects: z.array(z.string()),
  from: z.string(),
});
export type ConfirmedSend = z.infer<typeof ConfirmedSend>;

/**
 * Whether a send still matches what the merchant confirmed: same subjects, same sender, at most one percent
 * more customers, because people subscribe while the dialog is open. Fewer are fine.
 */
export function matchesConfirmation(send: CampaignSend, confirmed: ConfirmedSend): boolean {
  return (
    send.count <= confirmed.count + Math.floor(confirmed.count / 100) &&
    send.from === confirmed.from &&
    send.subjects.length === confirmed.subjects.length &&
    send.subjects.every((subject, n) => subject === confirmed.subjects[n])
  );
}
