import type { Tx } from "~/db.server";
import {
  findTimeProblem,
  type ApiEvent,
  type ApiItemError,
  type ApiResult,
} from "~/events/api/api-requests";
import type { Event } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import type { ShopId } from "~/lib/shop-id";
import { findApiCustomers } from "./find-api-customers.server";
import { customerNotFound, type ApiDeps, type ApiItem } from "./receive-api-request.server";

/**
 * Records custom events and announces them. Their properties are sealed. An event of an unknown customer is refused, so that
 * no data about strangers is stored.
 */
export async function storeEvents(
  tx: Tx,
  shopId: ShopId,
  items: readonly ApiItem<ApiEvent>[],
  { keyring, queue, now }: ApiDeps,
): Promise<ApiResult> {
  const at = now();
  const customers = items.map(({ item }) => item.customer);
  const findCustomer = await findApiCustomers(tx, shopId, customers, { keyring });
  const errors: ApiItemError[] = [];
  const events: Event<"custom_event_received">[] = [];
  for (const { index, item } of items) {
    const { id, name, customer, occurred_at: given, properties = {} } = item;
    const occurredAt = given === undefined ? at : new Date(given);
    const customerId = findCustomer(customer);
    const problem = findTimeProblem(occurredAt, at);
    if (problem !== null) {
      errors.push({ index, code: "invalid", field: "occurred_at", message: problem });
    } else if (customerId === null) {
      errors.push(customerNotFound(index));
    } else {
      const identity = { shopId, source: "api", sourceId: id, customerId } as const;
      const kind = "custom_event_received";
      events.push({ ...identity, kind, occurredAt, payload: { name }, personal: { properties } });
    }
  }
  const { recorded, duplicates } = await recordEvents(tx, events, { keyring, now });
  if (recorded > 0) await queue.announce(tx, shopId, "events_recorded");
  return { stored: recorded, duplicates, errors };
}
