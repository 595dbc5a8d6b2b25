import { z } from "zod";
import { defineOperation } from "./admin-operation";

const UserErrorsOnly = z.object({ userErrors: z.array(z.unknown()) });

/** Creates or updates a flow or campaign in Shopify's marketing reports. */
export const marketingActivityUpsert = defineOperation({
  name: "MarketingActivityUpsert",
  document: `#graphql
    mutation MarketingActivityUpsert($input: MarketingActivityUpsertExternalInput!) {
      marketingActivityUpsertExternal(input: $input) {
        marketingActivity { id }
        userErrors { field message code }
      }
    }`,
  variables: z.object({
    input: z.object({
      remoteId: z.string(),
      /** The merchant's URL in Kindred. */
      remoteUrl: z.string(),
      title: z.string(),
      status: z.enum(["ACTIVE", "PAUSED", "SCHEDULED", "INACTIVE"]),
      tactic: z.enum(["NEWSLETTER", "ABANDONED_CART", "MESSAGE"]),
      marketingChannelType: z.literal("EMAIL"),
      /** As in the links of its emails; must not change. */
      utm: z.object({ campaign: z.string(), source: z.string(), medium: z.string() }),
      /** ISO 8601 */
      start: z.string(),
    }),
  }),
  result: z.object({
    marketingActivityUpsertExternal: z.object({ marketingActivity: z.object({ id: z.string() }) }),
  }),
});

/** An activity's results of one day; replaces earlier ones of that day. */
export const marketingEngagementCreate = defineOperation({
  name: "MarketingEngagementCreate",
  document: `#graphql
    mutation MarketingEngagementCreate($remoteId: String!, $engagement: MarketingEngagementInput!) {
      marketingEngagementCreate(remoteId: $remoteId, marketingEngagement: $engagement) {
        marketingEngagement { occurredOn }
        userErrors { field message code }
      }
    }`,
  variables: z.object({
    remoteId: z.string(),
    engagement: z.object({
      /** YYYY-MM-DD */
      occurredOn: z.string(),
      /** "+01:00" */
      utcOffset: z.string(),
      sendsCount: z.number().int(),
      failsCount: z.number().int(),
      viewsCount: z.number().int(),
      uniqueViewsCount: z.number().int(),
      clicksCount: z.number().int(),
      uniqueClicksCount: z.number().int(),
      unsubscribesCount: z.number().int(),
      complaintsCount: z.number().int(),
      /** Decimal */
      orders: z.string(),
      sales: z.object({ amount: z.string(), currencyCode: z.string() }),
    }),
  }),
  result: z.object({ marketingEngagementCreate: UserErrorsOnly }),
});
