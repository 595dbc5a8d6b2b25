import { z } from "zod";
import { defineOperation } from "./admin-operation";

export const OptInLevel = z.enum(["SINGLE_OPT_IN", "CONFIRMED_OPT_IN", "UNKNOWN"]);

/** Reports a customer's opt-out to Shopify, which echoes it as a webhook. */
export const marketingConsentUpdate = defineOperation({
  name: "MarketingConsentUpdate",
  document: `#graphql
    mutation MarketingConsentUpdate($input: CustomerEmailMarketingConsentUpdateInput!) {
      customerEmailMarketingConsentUpdate(input: $input) {
        customer { id }
        userErrors { field message code }
      }
    }`,
  variables: z.object({
    input: z.object({
      /** gid://shopify/Customer/… */
      customerId: z.string(),
      emailMarketingConsent: z.object({
        marketingState: z.enum(["SUBSCRIBED", "UNSUBSCRIBED"]),
        /** Shopify needs it unchanged: otherwise the recorded level is lost. */
        marketingOptInLevel: OptInLevel.optional(),
        /** ISO 8601 */
        consentUpdatedAt: z.string(),
      }),
    }),
  }),
  result: z.object({
    customerEmailMarketingConsentUpdate: z.object({
      customer: z.object({ id: z.string() }).nullable(),
    }),
  }),
});

/** The customer with an address, and their marketing consent at Shopify. */
export const customerByAddress = defineOperation({
  name: "CustomerByAddress",
  document: `#graphql
    query CustomerByAddress($identifier: CustomerIdentifierInput!) {
      customerByIdentifier(identifier: $identifier) {
        id
        defaultEmailAddress { marketingState marketingUpdatedAt }
      }
    }`,
  variables: z.object({ identifier: z.object({ emailAddress: z.string() }) }),
  result: z.object({
    customerByIdentifier: z
      .object({
        id: z.string(),
        defaultEmailAddress: z
          .object({ marketingState: z.string(), marketingUpdatedAt: z.coerce.date().nullable() })
          .nullable(),
      })
      .nullable(),
  }),
});

/** Creates a customer for a new subscriber. */
export const subscriberCreate = defineOperation({
  name: "SubscriberCreate",
  document: `#graphql
    mutation SubscriberCreate($input: CustomerInput!) {
      customerCreate(input: $input) {
        customer { id }
        userErrors { field message }
      }
    }`,
  variables: z.object({
    input: z.object({
      email: z.string(),
      emailMarketingConsent: z.object({
        marketingState: z.literal("SUBSCRIBED"),
        marketingOptInLevel: OptInLevel,
        /** ISO 8601 */
        consentUpdatedAt: z.string(),
      }),
    }),
  }),
  result: z.object({
    customerCreate: z.object({ customer: z.object({ id: z.string() }).nullable() }),
  }),
});
