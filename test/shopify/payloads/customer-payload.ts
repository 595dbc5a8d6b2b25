import { gid, type CustomerRecord } from "../store-records";
import { countryName, numericIdValue } from "./rest-values";

/** customers/create and customers/update: since 2025-01 without tags, consent and totals. */
export function customerPayload(customer: CustomerRecord, currency: string) {
  const address = addressPayload(customer);
  return {
    id: numericIdValue(customer.id),
    admin_graphql_api_id: gid("Customer", customer.id),
    created_at: customer.createdAt,
    updated_at: customer.updatedAt,
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: "disabled",
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: false,
    tax_exemptions: [],
    email: customer.email,
    phone: customer.phone,
    currency,
    addresses: address ? [address] : [],
    ...(address && { default_address: address }),
  };
}

export function addressPayload(customer: CustomerRecord) {
  if (customer.countryCode === null) return null;
  const country = countryName(customer.countryCode);
  return {
    id: numericIdValue(customer.id),
    customer_id: numericIdValue(customer.id),
    first_name: customer.firstName,
    last_name: customer.lastName,
    company: null,
    address1: null,
    address2: null,
    city: customer.city,
    province: null,
    country,
    zip: null,
    phone: customer.phone,
    name: [customer.firstName, customer.lastName].filter(Boolean).join(" "),
    province_code: null,
    country_code: customer.countryCode,
    country_name: country,
    default: true,
  };
}

export function customerDeletePayload(customer: CustomerRecord) {
  return {
    id: numericIdValue(customer.id),
    tax_exemptions: [],
    admin_graphql_api_id: gid("Customer", customer.id),
  };
}

export function consentPayload(customer: CustomerRecord) {
  const { state, optInLevel, updatedAt } = customer.marketing;
  return {
    customer_id: numericIdValue(customer.id),
    email_address: customer.email,
    email_marketing_consent: {
      state: state.toLowerCase(),
      opt_in_level: optInLevel?.toLowerCase() ?? null,
      consent_updated_at: updatedAt,
    },
  };
}

/** `customer` of a compliance topic. */
export function complianceCustomer(customer: CustomerRecord) {
  return { id: numericIdValue(customer.id), email: customer.email, phone: customer.phone };
}
