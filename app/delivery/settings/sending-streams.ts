import type { Mailbox } from "../mail";
import { identityOf } from "../pace/breaker";

/** What a mail was planned by. */
export type Origin = "flow" | "campaign";

/** Mails that are from one domain, and stand or leave together. */
export interface SendingStream {
  readonly identity: string;
  readonly origins: readonly Origin[];
}

/**
 * Which mails share a domain. What flows say comes first; campaigns from a
 * domain of their own do not stand still with it, nor it with them.
 */
export function listSendingStreams({
  from,
  campaignFrom,
}: Record<"from" | "campaignFrom", Mailbox>): SendingStream[] {
  const [ofFlows, ofCampaigns] = [identityOf(from.address), identityOf(campaignFrom.address)];
  return ofFlows === ofCampaigns
    ? [{ identity: ofFlows, origins: ["flow", "campaign"] }]
    : [
        { identity: ofFlows, origins: ["flow"] },
        { identity: ofCampaigns, origins: ["campaign"] },
      ];
}
