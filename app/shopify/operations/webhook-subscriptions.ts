import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** The topics that a single shop is subscribed to, with a filter. All others are in shopify.app.toml. */
export const SegmentTopic = z.enum(["CUSTOMER_JOINED_SEGMENT", "CUSTOMER_LEFT_SEGMENT"]);
export type SegmentTopic = z.infer<typeof SegmentTopic>;

/** The shop's subscriptions with a filter. */
export const segmentSubscriptions = defineOperation({
  name: "SegmentSubscriptions",
  document: `#graphql
    query SegmentSubscriptions($after: String) {
      webhookSubscriptions(
        first: 250, after: $after, topics: [CUSTOMER_JOINED_SEGMENT, CUSTOMER_LEFT_SEGMENT]
      ) {
        pageInfo { hasNextPage endCursor }
        nodes { id topic filter }
      }
    }`,
  variables: z.object({ after: z.string().nullable() }),
  result: z.object({
    webhookSubscriptions: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: z.array(
        z.object({ id: z.string(), topic: z.string(), filter: z.string().nullable() }),
      ),
    }),
  }),
});

export const webhookSubscriptionCreate = defineOperation({
  name: "WebhookSubscriptionCreate",
  document: `#graphql
    mutation WebhookSubscriptionCreate(
      $topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!
    ) {
      webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) {
        webhookSubscription { id }
        userErrors { field message }
      }
    }`,
  variables: z.object({
    topic: SegmentTopic,
    webhook: z.object({ uri: z.url(), filter: z.string() }),
  }),
  result: z.object({
    webhookSubscriptionCreate: z.object({ webhookSubscription: z.object({ id: z.string() }) }),
  }),
});

export const webhookSubscriptionDelete = defineOperation({
  name: "WebhookSubscriptionDelete",
  document: `#graphql
    mutation WebhookSubscriptionDelete($id: ID!) {
      webhookSubscriptionDelete(id: $id) {
        deletedWebhookSubscriptionId
        userErrors { field message }
      }
    }`,
  variables: z.object({ id: z.string() }),
  result: z.object({
    webhookSubscriptionDelete: z.object({ deletedWebhookSubscriptionId: z.string() }),
  }),
});
