import { takeFault } from "../faults";
import { gid } from "../store-records";
import type { ShopSubscription } from "../world";
import { connection, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

interface Created {
  readonly topic: string;
  readonly webhookSubscription: { readonly uri: string; readonly filter?: string | null };
}

/** The subscriptions of one shop. The toml's belong to the app, so Shopify does not list them here. */
export const webhookQueries: Fields = {
  webhookSubscriptions(
    _: unknown,
    args: ConnectionArgs & { topics?: readonly string[] | null },
    context: GraphqlContext,
  ) {
    const listed = context.shop.webhookSubscriptions.filter(
      ({ topic }) => args.topics?.includes(enumOf(topic)) ?? true,
    );
    return connection(listed, args, context, { isRoot: true });
  },
};

export const webhookMutations: Fields = {
  webhookSubscriptionCreate(
    _: unknown,
    { topic, webhookSubscription: { uri, filter = null } }: Created,
    { world, shop }: GraphqlContext,
  ) {
    if (takeFault(world.faults.webhooks, "refuseSubscriptions")) {
      return refusal("filter", "Filter is invalid");
    }
    const name = TOPICS[topic];
    if (!name) return refusal("topic", "The local Shopify does not know this topic");
    if (!filter) return refusal("filter", "This topic requires a filter by segment");
    const all = shop.webhookSubscriptions;
    if (all.some((it) => it.topic === name && it.uri === uri && it.filter === filter)) {
      return refusal("callbackUrl", "Address for this topic has already been taken");
    }
    const id = gid("WebhookSubscription", shop.store.nextId());
    const created: ShopSubscription = { id, topic: name, uri, filter };
    all.push(created);
    return { webhookSubscription: created, userErrors: [] };
  },
  webhookSubscriptionDelete(_: unknown, { id }: { id: string }, { shop }: GraphqlContext) {
    const at = shop.webhookSubscriptions.findIndex((it) => it.id === id);
    if (at < 0) return refusal("id", "Webhook subscription does not exist");
    shop.webhookSubscriptions.splice(at, 1);
    return { deletedWebhookSubscriptionId: id, userErrors: [] };
  },
};

export const webhookFields: Readonly<Record<string, Fields>> = {
  WebhookSubscription: { topic: (it: ShopSubscription) => enumOf(it.topic) },
};

const TOPICS: Readonly<Record<string, string>> = {
  CUSTOMER_JOINED_SEGMENT: "customer.joined_segment",
  CUSTOMER_LEFT_SEGMENT: "customer.left_segment",
};

const enumOf = (topic: string) => topic.toUpperCase().replace(/\W/g, "_");

const refusal = (field: string, message: string) => ({
  webhookSubscription: null,
  deletedWebhookSubscriptionId: null,
  userErrors: [{ field: ["webhookSubscription", field], message }],
});
