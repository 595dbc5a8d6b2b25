import type { Deps } from "~/deps.server";
import { listFlowNames } from "~/flows/flow-store.server";
import { notFound } from "~/http/not-found.server";
import type { ShopId } from "~/lib/shop-id";
import { listCustomerMails } from "~/messages/customer-mails.server";
import { listOpenDataRequests } from "~/privacy/data-request-store.server";
import { findPrediction } from "~/predictions/find-prediction.server";
import type { CustomerPage } from "~/profiles/customer-page.server";
import { listNotes } from "~/profiles/note-store.server";
import { findCustomerBrowsing } from "~/profiles/visitors/customer-browsing.server";
import { listCustomerPicks } from "~/recommendations/customer-picks.server";
import { listKindredCustomers } from "~/recommendations/kindred-customers.server";

/** What the cards of a customer's page show, read together. */
export async function loadCustomerCards(
  shopId: ShopId,
  customer: Pick<CustomerPage, "customerId" | "profileId">,
  deps: Deps,
) {
  const { db } = deps;
  const [mails, picks, kindred, prediction, browsing, requests, flows, notes] = await Promise.all([
    listCustomerMails(db, shopId, customer.profileId),
    listCustomerPicks(db, shopId, customer.profileId, deps),
    listKindredCustomers(db, shopId, customer.profileId, deps),
    findPrediction(db, shopId, customer.profileId),
    findCustomerBrowsing(db, shopId, customer.customerId),
    listOpenDataRequests(db, shopId),
    listFlowNames(db, shopId),
    listNotes(db, shopId, customer.profileId),
  ]);
  const dataRequests = requests.filter((it) => it.customerId === customer.customerId);
  const lists = { mails, picks, kindred, dataRequests, flows, notes };
  return { ...lists, prediction, browsing: browsing ?? notFound() };
}
