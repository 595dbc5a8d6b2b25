import type { Tx } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import { customerIdOf } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findCrossings, type PreviousProbabilities } from "./crossings";
import type { Prediction } from "./prediction";

/**
 * Records probabilities that rose above one half, once per calendar month and kind, so that one
 * that fluctuates around the threshold is not reported every night.
 *
 * @param before by profile id: what was stored before these predictions
 */
export async function recordCrossings(
  tx: Tx,
  shopId: ShopId,
  before: ReadonlyMap<string, PreviousProbabilities>,
  predictions: readonly Prediction[],
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: () => Date },
): Promise<void> {
  const occurredAt = now();
  const month = occurredAt.toISOString().slice(0, 7);
  const events = findCrossings(before, predictions).flatMap(
    ({ profileId, what, rate }): AnyEvent[] => {
      const customerId = customerIdOf(profileId);
      if (customerId === null) return [];
      return [
        {
          shopId,
          source: "kindred",
          sourceId: `${what}-predicted/${profileId}/${month}`,
          kind: what === "churn" ? "churn_predicted" : "intent_predicted",
          customerId,
          occurredAt,
          payload: { rate },
          personal: null,
        },
      ];
    },
  );
  await recordEvents(tx, events, { keyring, now });
}
