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
 * Groups message origins by sending domain, flows first. Limits of the flows' domain do not delay campaigns with
 * their own domain, or the reverse.
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
