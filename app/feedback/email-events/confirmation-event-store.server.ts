import type { Tx } from "~/db.server";
import { openOptInAddress } from "~/delivery/opt-in/opt-in-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { DeliveryState, joinDelivery } from "./reports/delivery-state";
import type { EmailEvent } from "./email-event";

interface Request {
  readonly requestId: string;
  readonly deliveryState: string | null;
  readonly sealedAddress: Uint8Array;
}

/**
 * Records provider events of opt-in confirmations: they are not messages of a profile, but count for the
 * shop's sender.
 *
 * @returns the events about confirmations of this shop, each with its recipient
 */
export async function recordConfirmationEvents(
  tx: Tx,
  shopId: ShopId,
  events: readonly EmailEvent[],
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<EmailEvent[]> {
  if (events.length === 0) return [];
  const byRequest = Map.groupBy(events, ({ messageId }) => messageId);
  const requests = await tx.$queryRaw<Request[]>`
    select request_id as "requestId", delivery_state as "deliveryState",
      sealed_address as "sealedAddress"
    from opt_in_request
    where shop_id = ${shopId} and request_id = any(${[...byRequest.keys()]}::text[])
    order by request_id for no key update`;
  for (const { requestId, deliveryState } of requests) {
    let state = DeliveryState.nullable().parse(deliveryState);
    for (const { delivery, occurredAt } of byRequest.get(requestId) ?? []) {
      if (joinDelivery(state, delivery) === state) continue;
      state = delivery;
      await tx.optInRequest.updateMany({
        where: { shopId, requestId },
        data: { deliveryState: state, deliveryReportedAt: occurredAt },
      });
    }
  }
  const known = new Map(requests.map((it) => [it.requestId, it]));
  return events.flatMap((event) => {
    const request = known.get(event.messageId);
    if (!request) return [];
    const { recipient } = event;
    return [{ ...event, recipient: recipient ?? openOptInAddress(shopId, request, keyring) }];
  });
}
