import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { DeliveryState, joinDelivery } from "./reports/delivery-state";
import type { EmailEvent } from "./email-event";

/**
 * Records provider events of opt-in confirmations: they are not messages of a profile, but count for the
 * shop's sender.
 *
 * @returns the events about confirmations of this shop
 */
export async function recordConfirmationEvents(
  tx: Tx,
  shopId: ShopId,
  events: readonly EmailEvent[],
): Promise<EmailEvent[]> {
  if (events.length === 0) return [];
  const byRequest = Map.groupBy(events, ({ messageId }) => messageId);
  const requests = await tx.$queryRaw<{ requestId: string; deliveryState: string | null }[]>`
    select request_id as "requestId", delivery_state as "deliveryState" from opt_in_request
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
  const known = new Set(requests.map(({ requestId }) => requestId));
  return events.filter(({ messageId }) => known.has(messageId));
}
