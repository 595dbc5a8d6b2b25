import type { Mailbox } from "../email";
import { identityOf } from "../pace/breaker";

/** What planned a message. */
export type Origin = "flow" | "campaign";

/** Messages that share a sending domain and its limits. */
export interface SendingStream {
  readonly identity: string;
  readonly origins: readonly Origin[];
}

/**
 * Groups message origins by sending domain, flows first. Campaigns with their own domain are not held up by
 * the flows' domain, nor the other way round.
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
