import { randomUUID } from "node:crypto";
import { COMPLIANCE_TOPICS } from "../app-config";
import type { LocalShop, World } from "../world";
import { matchesFilter, pickFields } from "./filter";
import { webhookFor } from "./webhook-sender";

/** Shopify's instants have whole seconds; only its header has fractions. */
function inWholeSeconds(key: string, value: unknown): unknown {
  return key.endsWith("_at") && typeof value === "string" ? value.replace(/\.\d+Z$/, "Z") : value;
}

/** One topic with its payload, before subscriptions are resolved. */
export interface Emission {
  readonly topic: string;
  readonly payload: unknown;
}

/**
 * Sends the webhooks of one action to the subscriptions of the toml and of the shop: one event id per action, one webhook id per delivery.
 *
 * @returns the number of queued deliveries
 */
export function emit(
  world: World,
  shop: LocalShop,
  emissions: readonly Emission[],
  triggeredAt: string,
): number {
  const eventId = randomUUID();
  let queued = 0;
  for (const { topic, payload } of emissions) {
    // Requests about personal data reach an app that has been uninstalled, too.
    if (!shop.installation && !COMPLIANCE_TOPICS.includes(topic)) continue;
    for (const subscription of listSubscriptions(world, shop)) {
      if (subscription.topic !== topic) continue;
      if (subscription.filter && !matchesFilter(payload, subscription.filter)) continue;
      const sent = subscription.includeFields
        ? pickFields(payload, subscription.includeFields)
        : payload;
      world.webhooks.send(
        webhookFor(subscription, {
          shop: shop.domain,
          appUrl: world.appUrl,
          applicationUrl: world.config.applicationUrl,
          apiVersion: world.config.webhookApiVersion,
          eventId,
          triggeredAt,
          body: JSON.stringify(sent, inWholeSeconds),
        }),
      );
      queued += 1;
    }
  }
  return queued;
}

const listSubscriptions = (world: World, shop: LocalShop) => [
  ...world.config.subscriptions,
  ...shop.webhookSubscriptions.map((it) => ({ ...it, name: null, includeFields: null })),
];
