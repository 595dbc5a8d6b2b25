import { gid, customerRecord, type CustomerRecord } from "../store-records";
import type { Emission } from "../webhooks/emit";
import {
  consentPayload,
  customerDeletePayload,
  customerPayload,
} from "../payloads/customer-payload";
import { takeFault } from "../faults";
import type { LocalShop } from "../world";
import { assignDefined, findOrThrow, type Changes, type Scene } from "./play";

export const customerChanges: Changes<
  | "customer_created"
  | "customer_updated"
  | "open_tracking_changed"
  | "customer_deleted"
  | "customers_merged"
  | "consent_changed"
> = {
  customer_created({ shop, at }, { customer: { tags, ...input } }) {
    const customer = customerRecord({
      ...input,
      id: input.id ?? shop.store.nextId(),
      createdAt: at,
      marketingUpdatedAt: input.marketingState === "NOT_SUBSCRIBED" ? null : at,
    });
    customer.tags = tags;
    return { id: customer.id, emissions: addCustomer({ shop }, customer) };
  },

  customer_updated({ shop, at }, { customerId, change }) {
    const customer = findCustomer({ shop }, customerId);
    const { tags = customer.tags, ...fields } = change;
    assignDefined<CustomerRecord>(customer, fields);
    return { id: customerId, emissions: setCustomerTags({ shop, at }, customer, tags) };
  },

  open_tracking_changed({ shop, at }, { customerId, level }) {
    const customer = findCustomer({ shop }, customerId);
    customer.openTrackingLevel = level;
    return { id: customerId, emissions: setCustomerTags({ shop, at }, customer, customer.tags) };
  },

  customer_deleted({ shop }, { customerId }) {
    const customer = findCustomer({ shop }, customerId);
    shop.store.customers.delete(customerId);
    const payload = customerDeletePayload(customer);
    return { id: customerId, emissions: [{ topic: "customers/delete", payload }] };
  },

  customers_merged({ world, shop, at }, { keptId: survivorId, deletedId }) {
    if (survivorId === deletedId) throw new RangeError("a customer cannot be merged with itself");
    const { store } = shop;
    const survivor = findCustomer({ shop }, survivorId);
    findCustomer({ shop }, deletedId);
    const merge = (status: string, errors: readonly string[] = []): Emission => ({
      topic: "customers/merge",
      payload: {
        admin_graphql_api_customer_kept_id: gid("Customer", survivorId),
        admin_graphql_api_customer_deleted_id: gid("Customer", deletedId),
        admin_graphql_api_job_id: gid("Job", store.nextId()),
        status,
        errors,
      },
    });
    if (takeFault(world.faults.merge, "fail")) {
      const failed = merge("failed", ["The customers could not be merged"]);
      return { id: survivorId, emissions: [merge("in_progress"), failed] };
    }
    moveToSurvivor(shop, survivorId, deletedId);
    store.customers.delete(deletedId);
    survivor.updatedAt = at;
    return {
      id: survivorId,
      emissions: [
        merge("in_progress"),
        merge("completed"),
        { topic: "customers/update", payload: customerPayload(survivor, store.shop.currency) },
      ],
    };
  },

  consent_changed({ shop, at }, { customerId, state, optInLevel }) {
    const customer = findCustomer({ shop }, customerId);
    customer.marketing = { state, optInLevel, updatedAt: at };
    customer.updatedAt = at;
    return { id: customerId, emissions: [consentEmission(customer)] };
  },
};

/** Sets a customer's tags, and returns the resulting webhooks. */
export function setCustomerTags(
  { shop, at }: Pick<Scene, "shop" | "at">,
  customer: CustomerRecord,
  tags: readonly string[],
): Emission[] {
  const added = tags.filter((it) => !customer.tags.includes(it));
  const removed = customer.tags.filter((it) => !tags.includes(it));
  customer.tags = [...tags];
  customer.updatedAt = at;
  const tagPayload = (changed: string[]) => ({
    customerId: gid("Customer", customer.id),
    tags: changed,
    occurredAt: at,
  });
  const emissions: Emission[] = [
    { topic: "customers/update", payload: customerPayload(customer, shop.store.shop.currency) },
  ];
  if (added.length) emissions.push({ topic: "customer.tags_added", payload: tagPayload(added) });
  if (removed.length) {
    emissions.push({ topic: "customer.tags_removed", payload: tagPayload(removed) });
  }
  return emissions;
}

function moveToSurvivor({ store }: LocalShop, survivorId: string, deletedId: string): void {
  for (const order of store.orders.values()) {
    if (order.customerId === deletedId) order.customerId = survivorId;
  }
  for (const checkout of store.checkouts.values()) {
    if (checkout.customerId === deletedId) checkout.customerId = survivorId;
  }
  const moved = store.ordersOfCustomer.get(deletedId) ?? [];
  const together = [...(store.ordersOfCustomer.get(survivorId) ?? []), ...moved];
  const placedAt = (id: string) => store.orders.get(id)?.createdAt ?? "";
  together.sort((a, b) => placedAt(a).localeCompare(placedAt(b)));
  store.ordersOfCustomer.set(survivorId, together);
  store.ordersOfCustomer.delete(deletedId);
}

export const consentEmission = (customer: CustomerRecord): Emission => ({
  topic: "customers_email_marketing_consent/update",
  payload: consentPayload(customer),
});

export function addCustomer({ shop }: Pick<Scene, "shop">, customer: CustomerRecord): Emission[] {
  shop.store.customers.set(customer.id, customer);
  const payload = customerPayload(customer, shop.store.shop.currency);
  const created: Emission = { topic: "customers/create", payload };
  return customer.marketing.state === "NOT_SUBSCRIBED"
    ? [created]
    : [created, consentEmission(customer)];
}

/**
 * A customer of the seed is created by their first action in the open store, as Shopify creates a customer with the
 * first checkout.
 */
export function createSeedCustomer(
  scene: Pick<Scene, "shop" | "at">,
  customerId: string,
): Emission[] {
  const { store } = scene.shop;
  if (store.customers.has(customerId)) return [];
  const seed = findOrThrow(
    "customer",
    customerId,
    store.seed.customers.find((it) => it.id === customerId),
  );
  return addCustomer(scene, customerRecord({ ...seed, createdAt: scene.at }));
}

export function findCustomer({ shop }: Pick<Scene, "shop">, customerId: string): CustomerRecord {
  return findOrThrow("customer", customerId, shop.store.customers.get(customerId));
}
