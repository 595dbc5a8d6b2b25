import type { AppConfig } from "./app-config";
import type { BulkOperations } from "./graphql/bulk-operations";
import type { FlowExtension } from "./flow/flow-extensions";
import type { CallLog } from "./call-log";
import type { Faults } from "./faults";
import type { AppCredentials } from "./id-token";
import type { Store } from "./store";
import { gid } from "./store-records";
import type { AppSubscriptionRecord } from "./subscriptions";
import type { StoreClock } from "./store-clock";
import type { StorefrontState } from "./storefront/storefront-state";
import type { TokenService } from "./tokens";
import type { WebhookSender } from "./webhooks/webhook-sender";

export interface Installation {
  /** A new one for each installation. */
  readonly id: string;
  readonly scopes: readonly string[];
  readonly installedAt: string;
}

export interface ShopPlan {
  readonly name: string;
  readonly displayName: string;
  /** Shopify's response to every call of the app while the shop is closed: 402 frozen, 423 locked. Null: open. */
  readonly closedStatus: 402 | 423 | null;
  /** A development store: it approves only test charges. */
  readonly isDevelopment: boolean;
}

export const BASIC_PLAN: ShopPlan = {
  name: "basic",
  displayName: "Basic",
  closedStatus: null,
  isDevelopment: false,
};

let installations = 0;

export function newInstallation(scopes: readonly string[], installedAt: string): Installation {
  return { id: gid("AppInstallation", String(++installations)), scopes, installedAt };
}

/** A webhook subscription of a single shop, made through the Admin API. */
export interface ShopSubscription {
  readonly id: string;
  /** "customer.joined_segment" */
  readonly topic: string;
  readonly uri: string;
  readonly filter: string;
}

/** One shop of the local Shopify, with the app's data in it. */
export interface LocalShop {
  /** "acme.myshopify.com" */
  readonly domain: string;
  /** "acme" */
  readonly handle: string;
  readonly store: Store;
  readonly bulk: BulkOperations;
  readonly budget: QueryBudget;
  installation: Installation | null;
  /** The shop's Shopify plan, by its name in webhooks and the Admin API. */
  plan: ShopPlan;
  /** The app's subscriptions for the shop, oldest first. */
  readonly subscriptions: AppSubscriptionRecord[];
  /** The app's own subscriptions for the shop, besides those of the toml. */
  readonly webhookSubscriptions: ShopSubscription[];
  webPixel: { id: string; settings: unknown } | null;
  /** `config/settings_data.json` of the published theme; null: the shop has no online store. */
  themeSettings: string | null;
  readonly storefront: StorefrontState;
  /** The fired triggers of Shopify Flow, oldest first. */
  readonly flowTriggers: { readonly handle: string; readonly payload: Record<string, unknown> }[];
}

/** The leaky bucket of the Admin API, in real time. */
export interface QueryBudget {
  maximum: number;
  available: number;
  restorePerSecond: number;
  filledAtMs: number;
}

/** Shared state of the local Shopify. */
export interface World {
  readonly app: AppCredentials;
  readonly appUrl: string;
  /** The server's URL for browsers and the app. */
  origin: string;
  readonly config: AppConfig;
  readonly clock: StoreClock;
  readonly shops: ReadonlyMap<string, LocalShop>;
  readonly tokens: TokenService;
  readonly faults: Faults;
  readonly log: CallLog;
  readonly webhooks: WebhookSender;
  /** The built pixel, as after a deploy. */
  readonly pixelBundle: () => string;
  /** Folder of the theme app extension. */
  readonly themeFolder: string;
  /** Triggers and actions of Shopify Flow, as after a deploy. */
  readonly flowExtensions: readonly FlowExtension[];
}

/** A shop by "acme.myshopify.com" or by "acme". */
export function findShop(world: World, name: string): LocalShop | null {
  return world.shops.get(name) ?? world.shops.get(`${name}.myshopify.com`) ?? null;
}

/** The URL of the shop's own pages. A browser resolves `*.localhost` without a name server. */
export function storefrontUrl(world: World, shop: LocalShop, path = ""): string {
  return `http://${shop.handle}.localhost:${new URL(world.origin).port}${path}`;
}

export const productUrl = (world: World, shop: LocalShop, handle: string) =>
  storefrontUrl(world, shop, `/products/${handle}`);

/** Images of a seed may be paths on this server. */
export function pictureUrl(world: World, imageUrl: string | null): string | null {
  return imageUrl?.startsWith("/") ? world.origin + imageUrl : imageUrl;
}
