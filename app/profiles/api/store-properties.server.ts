import type { Tx } from "~/db.server";
import type { ApiItemError, ApiProfile, ApiResult } from "~/events/api/api-requests";
import { profileIdOfCustomer } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { setProperties, type ProfileProperty } from "../customer-property-store.server";
import { findApiCustomers } from "./find-api-customers.server";
import { customerNotFound, type ApiDeps, type ApiItem } from "./receive-api-request.server";

/** Sets and removes customer properties and announces them. Of several values of one property the last counts. */
export async function storeProperties(
  tx: Tx,
  shopId: ShopId,
  items: readonly ApiItem<ApiProfile>[],
  { keyring, queue, now }: ApiDeps,
): Promise<ApiResult> {
  const customers = items.map(({ item }) => item.customer);
  const findCustomer = await findApiCustomers(tx, shopId, customers, { keyring });
  const errors: ApiItemError[] = [];
  const values: ProfileProperty[] = [];
  for (const { index, item } of items) {
    const customerId = findCustomer(item.customer);
    if (customerId === null) {
      errors.push(customerNotFound(index));
      continue;
    }
    const profileId = profileIdOfCustomer(customerId);
    for (const [name, value] of Object.entries(item.properties)) {
      values.push({ profileId, flowId: "api", name, value: value === null ? null : String(value) });
    }
  }
  await setProperties(tx, shopId, values, now());
  if (values.length > 0) await queue.announce(tx, shopId, "profile_properties_set");
  return { stored: items.length - errors.length, duplicates: 0, errors };
}
