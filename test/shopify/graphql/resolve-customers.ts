import {
  customerRecord,
  gid,
  idOf,
  type CustomerRecord,
  type MarketingState,
  type OptInLevel,
} from "../store-records";
import { addCustomer, consentEmission, setCustomerTags } from "../happenings/customer-changes";
import { decimal } from "../order-totals";
import { amountSpentMinor } from "../store";
import { storefrontUrl } from "../world";
import { emit } from "../webhooks/emit";
import { bySortKey, connection, countOf, type ConnectionArgs } from "./connection";
import { metafieldFieldsOfCustomer } from "./resolve-metafields";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

interface ConsentInput {
  readonly marketingState: MarketingState;
  readonly marketingOptInLevel?: OptInLevel | null;
  readonly consentUpdatedAt?: string | null;
}

interface CustomerInput {
  readonly email?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly phone?: string | null;
  readonly locale?: string | null;
  readonly tags?: readonly string[] | null;
  readonly emailMarketingConsent?: ConsentInput | null;
}

/** An app cannot set the other states, which belong to Shopify. */
const SETTABLE: readonly MarketingState[] = ["SUBSCRIBED", "UNSUBSCRIBED", "PENDING"];

const customerSearch = {
  id: (it: CustomerRecord) => Number(it.id),
  updated_at: (it: CustomerRecord) => it.updatedAt,
  customer_date: (it: CustomerRecord) => it.createdAt,
  email: (it: CustomerRecord) => it.email,
  tag: (it: CustomerRecord) => it.tags,
};

export const customerQueries: Fields = {
  customers: (_: unknown, args: ConnectionArgs & { sortKey?: string }, context: GraphqlContext) =>
    connection([...context.shop.store.customers.values()], args, context, {
      isRoot: true,
      search: customerSearch,
      sortBy: bySortKey(args.sortKey),
    }),
  customer: (_: unknown, { id }: { id: string }, { shop }: GraphqlContext) =>
    shop.store.customers.get(idOf("Customer", id) ?? "") ?? null,
  customersCount: (_: unknown, { query }: { query?: string | null }, { shop }: GraphqlContext) =>
    countOf([...shop.store.customers.values()], query, customerSearch),
  customerByIdentifier(
    _: unknown,
    { identifier }: { identifier: { id?: string; emailAddress?: string; phoneNumber?: string } },
    context: GraphqlContext,
  ) {
    const { customers } = context.shop.store;
    if (identifier.id) return customers.get(idOf("Customer", identifier.id) ?? "") ?? null;
    const { emailAddress, phoneNumber } = identifier;
    if (emailAddress) return findByEmail(context, emailAddress);
    return [...customers.values()].find((it) => it.phone === phoneNumber) ?? null;
  },
};

export const customerMutations: Fields = {
  customerEmailMarketingConsentUpdate(
    _: unknown,
    { input }: { input: { customerId: string; emailMarketingConsent: ConsentInput } },
    context: GraphqlContext,
  ) {
    const { world, shop } = context;
    const customer = shop.store.customers.get(idOf("Customer", input.customerId) ?? "");
    if (!customer) return refused("Customer not found", "INVALID", ["input", "customerId"]);
    if (customer.email === null) {
      return refused("Customer must have an email address", "INVALID", ["input", "customerId"]);
    }
    const problem = applyConsent(customer, input.emailMarketingConsent, world.clock.nowIso());
    if (problem) return problem;
    emit(world, shop, [consentEmission(customer)], world.clock.nowIso());
    return { customer, userErrors: [] };
  },

  customerCreate(_: unknown, { input }: { input: CustomerInput }, context: GraphqlContext) {
    const { world, shop } = context;
    const now = world.clock.nowIso();
    if (!input.email && !input.phone && !input.firstName && !input.lastName) {
      return refused("A name, phone number, or email address must be present", "INVALID", null);
    }
    if (input.email && findByEmail(context, input.email)) {
      return refused("Email has already been taken", "TAKEN", ["email"]);
    }
    const customer = customerRecord({
      id: shop.store.nextId(),
      email: input.email ?? null,
      firstName: input.firstName ?? null,
      lastName: input.lastName ?? null,
      phone: input.phone ?? null,
      locale: input.locale ?? "en",
      countryCode: null,
      city: null,
      createdAt: now,
      marketingState: "NOT_SUBSCRIBED",
      marketingUpdatedAt: null,
    });
    customer.tags = [...(input.tags ?? [])];
    if (input.emailMarketingConsent) {
      const problem = applyConsent(customer, input.emailMarketingConsent, now);
      if (problem) return problem;
    }
    emit(world, shop, addCustomer({ shop }, customer), now);
    return { customer, userErrors: [] };
  },

  tagsAdd: (_: unknown, input: TagsInput, context: GraphqlContext) =>
    changeTags(input, context, (had, tags) => [...new Set([...had, ...tags])]),
  tagsRemove: (_: unknown, input: TagsInput, context: GraphqlContext) =>
    changeTags(input, context, (had, tags) => had.filter((tag) => !tags.includes(tag))),
};

interface TagsInput {
  readonly id: string;
  readonly tags: readonly string[];
}

/** Customers only, since our app tags nothing else. A change without effect sends no webhook. */
function changeTags(
  { id, tags }: TagsInput,
  { world, shop }: GraphqlContext,
  change: (had: readonly string[], tags: readonly string[]) => string[],
) {
  const customer = shop.store.customers.get(idOf("Customer", id) ?? "");
  if (!customer) {
    return { node: null, userErrors: [{ field: ["id"], message: "Customer does not exist" }] };
  }
  const after = change(
    customer.tags,
    tags.map((tag) => tag.trim()),
  );
  const at = world.clock.nowIso();
  if (after.join() !== customer.tags.join()) {
    emit(world, shop, setCustomerTags({ shop, at }, customer, after), at);
  }
  return { node: { ...customer, __typename: "Customer" }, userErrors: [] };
}

function applyConsent(customer: CustomerRecord, input: ConsentInput, now: string) {
  if (!SETTABLE.includes(input.marketingState)) {
    return refused(`Cannot specify ${input.marketingState} as a marketing state input`, "INVALID", [
      "input",
      "emailMarketingConsent",
      "marketingState",
    ]);
  }
  const updatedAt = input.consentUpdatedAt ?? now;
  if (Date.parse(updatedAt) > Date.parse(now) + 60_000) {
    return refused("Consent updated at must not be in the future", "INVALID", [
      "input",
      "emailMarketingConsent",
      "consentUpdatedAt",
    ]);
  }
  customer.marketing = {
    state: input.marketingState,
    optInLevel: input.marketingOptInLevel ?? "SINGLE_OPT_IN",
    updatedAt,
  };
  customer.updatedAt = now;
  return null;
}

const refused = (message: string, code: string, field: readonly string[] | null) => ({
  customer: null,
  userErrors: [{ field, message, code }],
});

function findByEmail({ shop }: GraphqlContext, email: string): CustomerRecord | null {
  const wanted = email.toLowerCase();
  return (
    [...shop.store.customers.values()].find((it) => it.email?.toLowerCase() === wanted) ?? null
  );
}

export const customerFields: Readonly<Record<string, Fields>> = {
  Customer: {
    ...metafieldFieldsOfCustomer,
    id: (it: CustomerRecord) => gid("Customer", it.id),
    legacyResourceId: (it: CustomerRecord) => it.id,
    displayName: (it: CustomerRecord) =>
      [it.firstName, it.lastName].filter(Boolean).join(" ") || (it.email ?? ""),
    state: () => "DISABLED",
    dataSaleOptOut: () => false,
    taxExempt: () => false,
    numberOfOrders: (it: CustomerRecord, _: unknown, { shop }: GraphqlContext) =>
      shop.store.ordersOfCustomer.get(it.id)?.length ?? 0,
    amountSpent: (it: CustomerRecord, _: unknown, { shop }: GraphqlContext) => {
      const { currency } = shop.store.shop;
      const amount = decimal(amountSpentMinor(shop.store, it.id), currency);
      return { amount, currencyCode: currency };
    },
    lastOrder: (it: CustomerRecord, _: unknown, { shop }: GraphqlContext) => {
      const last = shop.store.ordersOfCustomer.get(it.id)?.at(-1);
      return last === undefined ? null : (shop.store.orders.get(last) ?? null);
    },
    orders: (it: CustomerRecord, args: ConnectionArgs, context: GraphqlContext) => {
      const { ordersOfCustomer, orders } = context.shop.store;
      const placed = (ordersOfCustomer.get(it.id) ?? []).flatMap((id) => orders.get(id) ?? []);
      return connection(placed, args, context);
    },
    defaultEmailAddress: (it: CustomerRecord, _: unknown, { world, shop }: GraphqlContext) =>
      it.email === null
        ? null
        : {
            emailAddress: it.email,
            marketingState: it.marketing.state,
            marketingOptInLevel: it.marketing.optInLevel,
            marketingUpdatedAt: it.marketing.updatedAt,
            validFormat: /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(it.email),
            openTrackingLevel: it.openTrackingLevel,
            marketingUnsubscribeUrl: storefrontUrl(world, shop, `/unsubscribe/${it.id}`),
            openTrackingUrl: storefrontUrl(world, shop, `/open-tracking/${it.id}`),
            sourceLocation: null,
          },
    defaultPhoneNumber: (it: CustomerRecord) =>
      it.phone === null
        ? null
        : { phoneNumber: it.phone, marketingState: "NOT_SUBSCRIBED", marketingOptInLevel: null },
    defaultAddress: (it: CustomerRecord) =>
      it.countryCode === null
        ? null
        : {
            id: gid("MailingAddress", it.id),
            address1: null,
            address2: null,
            city: it.city,
            province: null,
            provinceCode: null,
            countryCodeV2: it.countryCode,
            zip: null,
          },
    statistics: () => ({ predictedSpendTier: null, rfmGroup: null }),
  },
};
