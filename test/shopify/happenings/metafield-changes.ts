import { findCustomer } from "./customer-changes";
import type { Changes } from "./play";

export const metafieldChanges: Changes<"metafield_defined" | "metafield_set"> = {
  metafield_defined({ shop: { store } }, { definition }) {
    const id = `${definition.namespace}.${definition.key}`;
    store.metafieldDefinitions.set(id, definition);
    return { id, emissions: [] };
  },
  metafield_set({ shop }, { customerId, namespace, key, value }) {
    const customer = findCustomer({ shop }, customerId);
    const { [`${namespace}.${key}`]: _before, ...others } = customer.metafields;
    customer.metafields = { ...others, ...(value !== null && { [`${namespace}.${key}`]: value }) };
    return { id: customerId, emissions: [] };
  },
};
