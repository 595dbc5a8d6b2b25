import type { Deps } from "~/deps.server";
import { notFound } from "~/http/not-found.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { recordView } from "~/privacy/record-view.server";
import { loadCustomerCards } from "./customer-cards.server";
import { findCustomerPage } from "./customer-page.server";

/**
 * The data of a customer's page, whose view is recorded. The parts are read at the same time: they are dozens of
 * statements, whose round trips take longest.
 *
 * @throws Response 404 if the shop has no such customer
 */
export async function loadCustomer(shopId: ShopId, customerId: CustomerId, deps: Deps) {
  const [customer, cards] = await Promise.all([
    viewCustomer(shopId, customerId, deps),
    loadCustomerCards(shopId, customerId, deps),
  ]);
  return { customer, ...cards };
}

async function viewCustomer(shopId: ShopId, customerId: CustomerId, deps: Deps) {
  const customer = (await findCustomerPage(deps.db, shopId, customerId, deps)) ?? notFound();
  await recordView(deps.db, shopId, { what: "customer", customerId }, deps.now());
  return customer;
}
