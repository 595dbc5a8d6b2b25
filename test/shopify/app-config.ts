import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { z } from "zod";

const Subscription = z
  .object({
    name: z.string().optional(),
    topics: z.array(z.string()).default([]),
    compliance_topics: z.array(z.string()).default([]),
    uri: z.string(),
    include_fields: z.array(z.string()).optional(),
    filter: z.string().optional(),
  })
  .strict();

const AppToml = z.object({
  application_url: z.string(),
  handle: z.string().optional(),
  name: z.string(),
  access_scopes: z.object({
    scopes: z.string(),
    optional_scopes: z.array(z.string()).default([]),
  }),
  app_proxy: z.object({ url: z.string(), prefix: z.string(), subpath: z.string() }).optional(),
  webhooks: z.object({
    api_version: z.string(),
    subscriptions: z.array(Subscription).default([]),
  }),
});

export interface WebhookSubscription {
  readonly topic: string;
  readonly uri: string;
  readonly name: string | null;
  readonly includeFields: readonly string[] | null;
  readonly filter: string | null;
}

/** Shopify's configuration of the app after `shopify app deploy`. */
export interface AppConfig {
  readonly name: string;
  readonly handle: string;
  readonly applicationUrl: string;
  readonly scopes: readonly string[];
  readonly optionalScopes: readonly string[];
  /** Null without an app proxy. */
  readonly appProxy: { readonly url: string; readonly pathPrefix: string } | null;
  readonly webhookApiVersion: string;
  readonly subscriptions: readonly WebhookSubscription[];
}

export const COMPLIANCE_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"];

/** Reads the app's toml, and refuses invalid webhook settings like `shopify app deploy`. */
export function readAppConfig(tomlPath: string): AppConfig {
  const toml = AppToml.parse(parse(readFileSync(tomlPath, "utf8")));
  const subscriptions = toml.webhooks.subscriptions.flatMap((it) =>
    [...it.topics, ...it.compliance_topics].map((topic) => ({
      topic,
      uri: it.uri,
      name: it.name ?? null,
      includeFields: it.include_fields ?? null,
      filter: it.filter ?? null,
    })),
  );
  refuseDuplicates(subscriptions);
  for (const { topics, compliance_topics } of toml.webhooks.subscriptions) {
    const misplaced = topics.find((it) => COMPLIANCE_TOPICS.includes(it));
    if (misplaced) throw new Error(`${misplaced} belongs under compliance_topics`);
    const unknown = compliance_topics.find((it) => !COMPLIANCE_TOPICS.includes(it));
    if (unknown) throw new Error(`${unknown} is no compliance topic`);
  }
  return {
    name: toml.name,
    handle: toml.handle ?? toml.name.toLowerCase().replace(/\W+/g, "-"),
    applicationUrl: toml.application_url,
    scopes: splitScopes(toml.access_scopes.scopes),
    optionalScopes: toml.access_scopes.optional_scopes,
    appProxy: toml.app_proxy
      ? {
          url: toml.app_proxy.url,
          pathPrefix: `/${toml.app_proxy.prefix}/${toml.app_proxy.subpath}`,
        }
      : null,
    webhookApiVersion: toml.webhooks.api_version,
    subscriptions,
  };
}

function splitScopes(scopes: string): string[] {
  return scopes
    .split(",")
    .map((it) => it.trim())
    .filter(Boolean);
}

function refuseDuplicates(subscriptions: readonly WebhookSubscription[]): void {
  const seen = new Set<string>();
  for (const { topic, uri, filter } of subscriptions) {
    const key = COMPLIANCE_TOPICS.includes(topic) ? topic : `${topic} ${uri} ${filter ?? ""}`;
    if (seen.has(key)) throw new Error(`${topic} is subscribed twice with the same uri and filter`);
    seen.add(key);
  }
}
