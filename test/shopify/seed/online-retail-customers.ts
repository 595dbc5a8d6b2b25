import type { SeedCustomer } from "../store-seed";
import type { InvoiceLine } from "./choose-extract";
import { instantOf } from "./online-retail-products";
import { hashFraction } from "./stable-hash";

const FIRST_CUSTOMER_ID = 6_000_000_000_000;

/** Countries with one main language; others count as English. */
const LOCALE_BY_COUNTRY: Readonly<Record<string, string>> = {
  Austria: "de",
  Denmark: "da",
  Finland: "fi",
  France: "fr",
  Germany: "de",
  Greece: "el",
  Italy: "it",
  Japan: "ja",
  Netherlands: "nl",
  Norway: "nb",
  Poland: "pl",
  Portugal: "pt-PT",
  Spain: "es",
  Sweden: "sv",
};

/**
 * One customer per number, created with the first sale. The data has no names and addresses, so none are invented:
 * customer 12345 is "Customer 12345", customer-12345@example.com. Consent is not in the data either; by the number's
 * hash 85 in 100 are subscribed, 10 are not, 5 unsubscribed.
 *
 * @param sales oldest first, no cancellations
 * @returns customer number → customer
 */
export function customersOf(sales: readonly InvoiceLine[]): Map<string, SeedCustomer> {
  const customers = new Map<string, SeedCustomer>();
  for (const sale of sales) {
    const number = sale.customerId;
    if (customers.has(number)) continue;
    const createdAt = instantOf(sale);
    const marketingState = marketingStateOf(number);
    customers.set(number, {
      id: String(FIRST_CUSTOMER_ID + Number(number)),
      email: `customer-${number}@example.com`,
      // The data has no names, and "Hi Customer" in an email would be worse than "Hi there".
      firstName: null,
      lastName: `Customer ${number}`,
      phone: null,
      locale: LOCALE_BY_COUNTRY[sale.country] ?? "en",
      countryCode: null,
      city: null,
      createdAt,
      marketingState,
      marketingUpdatedAt: marketingState === "NOT_SUBSCRIBED" ? null : createdAt,
    });
  }
  return customers;
}

function marketingStateOf(number: string): SeedCustomer["marketingState"] {
  const fraction = hashFraction(`consent ${number}`);
  if (fraction < 0.85) return "SUBSCRIBED";
  return fraction < 0.95 ? "NOT_SUBSCRIBED" : "UNSUBSCRIBED";
}
