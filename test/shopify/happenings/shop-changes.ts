import {
  customerRedactPayload,
  dataRequestPayload,
  shopPayload,
  shopRedactPayload,
} from "../payloads/shop-payload";
import { findCustomer } from "./customer-changes";
import { assignDefined, type Changes } from "./play";
import type { ShopRecord } from "../store-records";

export const shopChanges: Changes<
  "shop_updated" | "data_requested" | "customer_redacted" | "shop_redacted"
> = {
  shop_updated({ shop: { store, plan }, at }, { change }) {
    assignDefined(store.shop as { -readonly [K in keyof ShopRecord]: ShopRecord[K] }, change);
    store.shop.updatedAt = at;
    const payload = shopPayload(store.shop, plan);
    return { id: store.shop.id, emissions: [{ topic: "shop/update", payload }] };
  },

  data_requested(scene, { customerId }) {
    const { store } = scene.shop;
    const orderIds = store.ordersOfCustomer.get(customerId) ?? [];
    const customer = findCustomer(scene, customerId);
    const requestId = store.nextId();
    const payload = dataRequestPayload(store.shop, customer, orderIds, requestId);
    return { id: requestId, emissions: [{ topic: "customers/data_request", payload }] };
  },

  customer_redacted(scene, { customerId }) {
    const { store } = scene.shop;
    const orderIds = store.ordersOfCustomer.get(customerId) ?? [];
    const payload = customerRedactPayload(store.shop, findCustomer(scene, customerId), orderIds);
    return { id: customerId, emissions: [{ topic: "customers/redact", payload }] };
  },

  shop_redacted({ shop: { store } }) {
    const payload = shopRedactPayload(store.shop);
    return { id: store.shop.id, emissions: [{ topic: "shop/redact", payload }] };
  },
};
