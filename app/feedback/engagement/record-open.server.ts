import { openOpenLink } from "../email-link.server";
import { requestFacts, type EngagementDeps, type TrackingRequest } from "./tracking-request.server";

/** Records a request to a tracking pixel. Invalid tokens and deleted messages record nothing. */
export async function recordOpen(request: TrackingRequest, deps: EngagementDeps): Promise<void> {
  const link = openOpenLink(request.token, deps.keyring);
  if (!link) return;
  await deps.engagement.record({
    ...requestFacts(link.shopId, request, deps),
    ...link,
    kind: "open",
    link: null,
    occurredAt: deps.now(),
  });
}
