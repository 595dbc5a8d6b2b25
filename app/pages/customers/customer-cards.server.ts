import { loadDepartures } from "../outbox/departures.server";
import type { PendingEmail } from "../outbox/pending-email";
import type { Deps } from "~/deps.server";
import { listFlowNames } from "~/flows/flow-store.server";
import { notFound } from "~/http/not-found.server";
import { profileIdOfCustomer, type CustomerId, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { listCustomerEmails, type CustomerEmail } from "~/messages/customer-emails.server";
import { listOpenDataRequests } from "~/profiles/data-requests/data-request-store.server";
import { explainCustomer } from "./explain-customer.server";
import { findPrediction } from "./find-prediction.server";
import { listCustomerNotes } from "~/profiles/customer-note-store.server";
import { listMergedCustomers } from "~/profiles/merges/merge-store.server";
import { listCustomerProperties } from "~/profiles/customer-property-store.server";
import { findCustomerBrowsing } from "./customer-browsing.server";
import { listCustomerPicks } from "./customer-picks.server";
import { listSimilarCustomers } from "./similar-customers.server";

/** The data of a customer page's cards. @throws Response 404 if the shop has no such customer */
export async function loadCustomerCards(shopId: ShopId, customerId: CustomerId, deps: Deps) {
  const { db } = deps;
  const profileId = profileIdOfCustomer(customerId);
  const [
    emails,
    { picks, similarCustomers },
    prediction,
    browsing,
    requests,
    flows,
    properties,
    reasons,
    notes,
  ] = await Promise.all([
    listCustomerEmails(db, shopId, profileId),
    loadPicks(shopId, profileId, deps),
    findPrediction(db, shopId, profileId),
    findCustomerBrowsing(db, shopId, customerId),
    listOpenDataRequests(db, shopId),
    listFlowNames(db, shopId),
    listCustomerProperties(db, shopId, profileId),
    explainCustomer(db, shopId, profileId, deps),
    listNotes(shopId, customerId, deps),
  ]);
  const departures = emails.some(({ state }) => state === "planned")
    ? await loadDepartures(db, shopId, [profileId], deps)
    : new Map<string, PendingEmail>();
  const dataRequests = requests.filter((it) => it.customerId === customerId);
  const lists = {
    emails: withDepartures(emails, departures),
    picks,
    similarCustomers,
    dataRequests,
    flows,
    properties,
    reasons,
    notes,
  };
  return { ...lists, prediction, browsing: browsing ?? notFound() };
}

async function listNotes(shopId: ShopId, customerId: CustomerId, { db, keyring }: Deps) {
  const customerIds = await listMergedCustomers(db, shopId, customerId);
  return listCustomerNotes(db, shopId, customerIds, { keyring });
}

async function loadPicks(shopId: ShopId, profileId: ProfileId, deps: Deps) {
  const picks = await listCustomerPicks(deps.db, shopId, profileId, deps);
  const subject = { profileId, picks };
  return { picks, similarCustomers: await listSimilarCustomers(deps.db, shopId, subject, deps) };
}

/** A customer's email with its expected departure; null when it is not planned. */
export type EmailsCardRow = CustomerEmail & { readonly departure: PendingEmail["kind"] | null };

/** Planned ones first, by expected departure. */
function withDepartures(
  emails: readonly CustomerEmail[],
  departures: ReadonlyMap<string, PendingEmail>,
): EmailsCardRow[] {
  return emails
    .map((email): EmailsCardRow => {
      const departure = email.state === "planned" ? departures.get(email.messageId) : undefined;
      if (!departure) return { ...email, departure: null };
      const { kind, at, reason } = departure;
      return { ...email, at: at.toISOString(), reason, departure: kind };
    })
    .toSorted(
      (a, b) =>
        Number(b.departure !== null) - Number(a.departure !== null) || b.at.localeCompare(a.at),
    );
}
