import { openOpenLink } from "../mail-link.server";
import { requestFacts, type HitDeps, type HitRequest } from "./request-facts.server";

/** Records that a mail's pixel was asked for. An address that is not ours, or of a mail that is gone, leaves nothing. */
export async function recordOpen(request: HitRequest, deps: HitDeps): Promise<void> {
  const link = openOpenLink(request.token, deps.keyring);
  if (!link) return;
  await deps.hits.keep({
    ...requestFacts(link.shopId, request, deps),
    ...link,
    kind: "open",
    linkIndex: null,
    occurredAt: deps.now(),
  });
}
