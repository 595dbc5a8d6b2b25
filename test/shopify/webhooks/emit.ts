import { randomUUID } from "node:crypto";
import { COMPLIANCE_TOPICS } from "../app-config";
import type { LocalShop, World } from "../world";
import { matchesFilter, pickFields } from "./filter";
import { webhookFor } from "./webhook-sender";

/** Shopify tells instants in whole seconds; its own header alone tells fractions. */
function inWholeSeconds(key: string, value: unknown): unknown {
  return key.endsWith("_at") && typeof value === "string" ? value.replace(/\.\d+Z$/, "Z") : value;
}

/** One topic with its payload, before it is known who has subscribed. */
export interface Emission {
  readonly topic: string;
  readonly payload: unknown;
}

/**
 * Sends what one action in the store brought about to those who subscribed to it in the app's
 * toml: one event id for the action, one webhook id for each delivery.
 *
 * @returns how many deliveries were queued
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
    for (const subscription of world.config.subscriptions) {
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
