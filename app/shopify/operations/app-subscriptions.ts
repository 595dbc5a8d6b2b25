import { z } from "zod";
import { defineOperation } from "./admin-operation";

const Subscription = z.object({
  /** gid://shopify/AppSubscription/… */
  id: z.string(),
  name: z.string(),
  status: z.string(),
  test: z.boolean(),
  createdAt: z.coerce.date(),
  trialDays: z.number().int(),
  currentPeriodEnd: z.coerce.date().nullable(),
});

/** The shop's subscription, its last requested one, and whether it is a development store. */
export const appSubscriptions = defineOperation({
  name: "AppSubscriptions",
  document: `#graphql
    query AppSubscriptions {
      shop { plan { partnerDevelopment } }
      currentAppInstallation {
        activeSubscriptions { ...Subscription }
        allSubscriptions(first: 10, sortKey: CREATED_AT, reverse: true) { nodes { ...Subscription } }
      }
    }
    fragment Subscription on AppSubscription {
      id name status test createdAt trialDays currentPeriodEnd
    }`,
  variables: z.object({}),
  result: z.object({
    shop: z.object({ plan: z.object({ partnerDevelopment: z.boolean() }) }),
    currentAppInstallation: z.object({
      activeSubscriptions: z.array(Subscription),
      allSubscriptions: z.object({ nodes: z.array(Subscription) }),
    }),
  }),
});

/** Requests a subscription. It starts when the merchant approves it on Shopify's page. */
export const appSubscriptionCreate = defineOperation({
  name: "AppSubscriptionCreate",
  document: `#graphql
    mutation AppSubscriptionCreate(
      $name: String!
      $lineItems: [AppSubscriptionLineItemInput!]!
      $returnUrl: URL!
      $test: Boolean!
      $trialDays: Int!
      $replacementBehavior: AppSubscriptionReplacementBehavior!
    ) {
      appSubscriptionCreate(
        name: $name
        lineItems: $lineItems
        returnUrl: $returnUrl
        test: $test
        trialDays: $trialDays
        replacementBehavior: $replacementBehavior
      ) {
        confirmationUrl
        userErrors { field message }
      }
    }`,
  variables: z.object({
    name: z.string(),
    lineItems: z.array(
      z.object({
        plan: z.object({
          appRecurringPricingDetails: z.object({
            interval: z.literal("EVERY_30_DAYS"),
            price: z.object({ amount: z.number(), currencyCode: z.string() }),
          }),
        }),
      }),
    ),
    returnUrl: z.string(),
    test: z.boolean(),
    trialDays: z.number().int(),
    replacementBehavior: z.enum(["APPLY_IMMEDIATELY", "APPLY_ON_NEXT_BILLING_CYCLE"]),
  }),
  result: z.object({ appSubscriptionCreate: z.object({ confirmationUrl: z.url() }) }),
});

/** Ends a subscription at once. */
export const appSubscriptionCancel = defineOperation({
  name: "AppSubscriptionCancel",
  document: `#graphql
    mutation AppSubscriptionCancel($id: ID!) {
      appSubscriptionCancel(id: $id) {
        appSubscription { id }
        userErrors { field message }
      }
    }`,
  variables: z.object({ id: z.string() }),
  result: z.object({
    appSubscriptionCancel: z.object({ appSubscription: z.object({ id: z.string() }).nullable() }),
  }),
});
