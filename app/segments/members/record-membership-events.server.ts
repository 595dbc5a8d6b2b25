import type { Tx } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import { customerIdOf } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { MemberChange } from "./member-change";

/** Number of events per statement. */
const CHUNK = 1_000;

/** Records joins and leaves as events, which can trigger flows. */
export async function recordMembershipEvents(
  tx: Tx,
  shopId: ShopId,
  changes: readonly MemberChange[],
  deps: { readonly keyring: Pick<Keyring, "seal">; readonly now: () => Date },
): Promise<void> {
  const occurredAt = deps.now();
  const events = changes.map(({ segmentId, profileId, change }): AnyEvent => ({
    shopId,
    source: "kindred",
    sourceId: `segment/${segmentId}/${profileId}/${change}/${occurredAt.toISOString()}`,
    kind: change === "joined" ? "segment_joined" : "segment_left",
    customerId: customerIdOf(profileId),
    occurredAt,
    payload: { segmentId },
    personal: null,
  }));
  for (let from = 0; from < events.length; from += CHUNK) {
    await recordEvents(tx, events.slice(from, from + CHUNK), deps);
  }
}
