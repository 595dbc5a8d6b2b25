import { playEvent } from "../play-input";
import type { Visit } from "../visit";

/** The customer of an address. Shopify creates a customer for every address in a checkout. */
export function findOrMakeCustomer(visit: Visit, email: string): string {
  const { store } = visit.shop;
  const isIt = (it: { email: string | null }) => it.email?.toLowerCase() === email.toLowerCase();
  const known = [...store.customers.values()].find(isIt) ?? store.seed.customers.find(isIt);
  if (known) return known.id;
  return playEvent(visit, {
    kind: "customer_created",
    customer: { email, locale: visit.locale, countryCode: null },
  }).id;
}
