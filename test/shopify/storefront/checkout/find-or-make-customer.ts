import { playInput } from "../play-input";
import type { Visit } from "../visit";

/** Whose address it is. Shopify makes a customer of every address that a checkout is given. */
export function findOrMakeCustomer(visit: Visit, email: string): string {
  const { store } = visit.shop;
  const isIt = (it: { email: string | null }) => it.email?.toLowerCase() === email.toLowerCase();
  const known = [...store.customers.values()].find(isIt) ?? store.seed.customers.find(isIt);
  if (known) return known.id;
  return playInput(visit, {
    kind: "customer_created",
    customer: { email, locale: visit.locale, countryCode: null },
  }).id;
}
