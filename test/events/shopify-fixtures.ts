import { readFileSync } from "node:fs";
import { SHOP, NOW } from "../support/builders";
import type { Webhook } from "~/events/from-shopify/from-shopify";

const FOLDER = "test/fixtures/shopify";

/** The text of a webhook body, by topic: `orders/create` is in `orders-create.json`. */
export const bodyText = (topic: string, variant = ""): string =>
  readFileSync(`${FOLDER}/${topic.replace("/", "-")}${variant}.json`, "utf8");

export const bodyOf = (topic: string, variant = ""): Record<string, unknown> =>
  JSON.parse(bodyText(topic, variant)) as Record<string, unknown>;

export const bulkLines = (resource: string): string[] =>
  readFileSync(`${FOLDER}/bulk-${resource}.jsonl`, "utf8").trim().split("\n");

/** A webhook of the test shop, received at NOW. It has no triggered-at header by default. */
export const aWebhook = (
  topic: string,
  body: unknown,
  headerTriggeredAt: Date | null = null,
): Webhook => ({
  shopId: SHOP,
  topic,
  body,
  triggeredAt: NOW,
  headerTriggeredAt,
  currency: "GBP",
  now: NOW,
});
