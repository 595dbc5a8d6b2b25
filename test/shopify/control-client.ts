import type { z } from "zod";
import type { GraphqlCall, TokenCall, WebhookDelivery } from "./call-log";
import type { RawWebhooksInput } from "./control/raw-webhooks";
import type { FaultChange, Faults } from "./faults";
import type { FlowActionRunInput, FlowAnswer } from "./flow/run-flow-action";
import type { HappeningInput, HappeningResult } from "./happening";
import type { StorefrontState } from "./storefront/storefront-state";
import type { Placement } from "./storefront/theme/placements";
import type { ClockReading } from "./store-clock";
import type { SubscriptionChange } from "./subscriptions";
import type {
  CartRecord,
  CheckoutRecord,
  CollectionRecord,
  CustomerRecord,
  DiscountRecord,
  FileRecord,
  MarketingActivityRecord,
  OrderRecord,
  ProductRecord,
} from "./store-records";
import type { Installation, LocalShop, QueryBudget, ShopPlan } from "./world";

interface Records {
  customers: CustomerRecord;
  products: ProductRecord;
  collections: CollectionRecord;
  orders: OrderRecord;
  carts: CartRecord;
  checkouts: CheckoutRecord;
  discounts: DiscountRecord;
  marketing: MarketingActivityRecord;
  files: FileRecord;
}

interface Overview {
  readonly clock: ClockReading & { readonly now: string };
  readonly shops: readonly {
    readonly domain: string;
    readonly handle: string;
    readonly installed: boolean;
    readonly products: number;
    readonly customers: number;
    readonly orders: number;
    readonly admin: string;
    readonly storefront: string;
  }[];
}

interface StorefrontAnswer extends Pick<StorefrontState, "placements" | "visitorCalls"> {
  readonly url: string;
}

type RawDelivery = RawWebhooksInput["deliveries"][number];

/** A typed client of the control API. `shop` is "acme.myshopify.com" or "acme". */
export interface ControlClient {
  overview(): Promise<Overview>;
  clock(): Promise<Overview["clock"]>;
  setClock(change: {
    storeAt?: string;
    advanceMs?: number;
    rate?: number;
  }): Promise<Overview["clock"]>;

  /** Plays events in the given order. With `wait`, returns when their webhooks are done. */
  play(
    shop: string,
    happenings: readonly HappeningInput[],
    options?: { wait?: boolean },
  ): Promise<readonly HappeningResult[]>;
  records<K extends keyof Records>(shop: string, kind: K): Promise<readonly Records[K][]>;
  record<K extends keyof Records>(shop: string, kind: K, id: string): Promise<Records[K]>;

  /** Sends any bodies without subscriptions, once, and returns each response. */
  sendWebhooks(
    shop: string,
    deliveries: readonly RawDelivery[],
    options?: { concurrent?: boolean },
  ): Promise<readonly WebhookDelivery[]>;

  /** Runs a workflow step like Shopify Flow, and returns each response. */
  runFlowAction(
    shop: string,
    run: FlowActionRunInput,
  ): Promise<{ readonly runId: string; readonly answers: readonly FlowAnswer[] }>;

  /** Notifies the app whether a workflow uses one of its triggers. */
  useFlowTrigger(
    shop: string,
    use: { handle: string; isUsed: boolean; at?: string },
  ): Promise<FlowAnswer>;
  /** The fired triggers of Shopify Flow, oldest first. */
  flowTriggers(shop: string): Promise<LocalShop["flowTriggers"]>;

  install(shop: string): Promise<Installation>;
  uninstall(shop: string): Promise<void>;
  grantScopes(shop: string, granted: readonly string[]): Promise<void>;
  /** Changes the shop's plan, or closes it; Shopify notifies the app. */
  changePlan(
    shop: string,
    plan: Omit<ShopPlan, "isDevelopment"> & Partial<Pick<ShopPlan, "isDevelopment">>,
  ): Promise<void>;
  /** The shop's subscriptions, oldest first. */
  subscriptions(shop: string): Promise<LocalShop["subscriptions"]>;
  /** The merchant's answer on Shopify's page, or a later change of a subscription. */
  changeSubscription(shop: string, id: string, change: SubscriptionChange): Promise<void>;
  expireTokens(shop: string): Promise<void>;
  revokeTokens(shop: string): Promise<void>;
  setTokenLifetimes(lifetimes: { accessSeconds?: number; refreshSeconds?: number }): Promise<void>;
  rejectExchanges(count: number): Promise<void>;
  setBudget(shop: string, budget: Partial<QueryBudget>): Promise<QueryBudget>;
  idToken(
    shop: string,
    options?: { lifetimeSeconds?: number; audience?: string; secret?: string },
  ): Promise<string>;
  /** The app's pixel in the shop's storefront, with its settings. */
  pixel(shop: string): Promise<{ id: string; settings: Record<string, string> } | null>;
  /** URL of the shop's pages, placed blocks, and the calls of the Visitors API. */
  storefront(shop: string): Promise<StorefrontAnswer>;
  /** Replaces the placed blocks, as in the theme editor. */
  placeBlocks(
    shop: string,
    placements: readonly z.input<typeof Placement>[],
  ): Promise<StorefrontAnswer>;
  /** Replaces `config/settings_data.json` of the published theme; null: the shop has no online store. */
  setThemeSettings(shop: string, settings: string | null): Promise<void>;
  /** The app's URL in the admin's iframe, with a fresh id_token. */
  appUrl(shop: string, path?: string): Promise<string>;

  setFaults(change: FaultChange): Promise<Faults>;
  clearFaults(): Promise<Faults>;

  logs(): Promise<{
    counts: { graphql: number; tokens: number; webhooks: number };
    pendingWebhooks: number;
    unresolvedFields: string[];
  }>;
  graphqlLog(): Promise<readonly GraphqlCall[]>;
  tokenLog(): Promise<readonly TokenCall[]>;
  webhookLog(filter?: { topic?: string; limit?: number }): Promise<readonly WebhookDelivery[]>;
  clearLogs(): Promise<void>;
  /** Waits until no webhook is queued, in flight or due for a retry. False after the timeout. */
  idle(timeoutMs?: number): Promise<boolean>;
}

export function createControlClient(controlOrigin: string): ControlClient {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(controlOrigin + path, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.error}`);
    return answer;
  };
  const get = <T>(path: string) => call<T>("GET", path);
  const post = <T>(path: string, body: unknown = {}) => call<T>("POST", path, body);
  const send = async (path: string, body?: unknown): Promise<void> => {
    await post(path, body);
  };

  const idle = async (timeoutMs = 60_000): Promise<boolean> =>
    (await get<{ idle: boolean }>(`/idle?timeoutMs=${timeoutMs}`)).idle;

  return {
    overview: () => get("/"),
    clock: () => get("/clock"),
    setClock: (change) => post("/clock", change),
    async play(shop, happenings, { wait = false } = {}) {
      const { results } = await post<{ results: HappeningResult[] }>(`/shops/${shop}/play`, {
        happenings,
      });
      // In responses of at most a minute, since `fetch` aborts after five.
      while (wait && !(await idle())) {}
      return results;
    },
    records: (shop, kind) => get(`/shops/${shop}/records/${kind}`),
    record: (shop, kind, id) => get(`/shops/${shop}/records/${kind}/${id}`),
    sendWebhooks: async (shop, deliveries, options = {}) =>
      (
        await post<{ deliveries: WebhookDelivery[] }>(`/shops/${shop}/webhooks`, {
          deliveries,
          ...options,
        })
      ).deliveries,
    runFlowAction: (shop, run) => post(`/shops/${shop}/flow-actions`, run),
    useFlowTrigger: (shop, use) => post(`/shops/${shop}/flow-trigger-use`, use),
    flowTriggers: async (shop) =>
      (await get<{ triggers: LocalShop["flowTriggers"] }>(`/shops/${shop}/flow-triggers`)).triggers,
    install: (shop) => post(`/shops/${shop}/install`),
    uninstall: (shop) => send(`/shops/${shop}/uninstall`),
    grantScopes: (shop, granted) => send(`/shops/${shop}/scopes`, { granted }),
    changePlan: (shop, plan) => send(`/shops/${shop}/plan`, plan),
    subscriptions: async (shop) =>
      (await get<{ subscriptions: LocalShop["subscriptions"] }>(`/shops/${shop}/subscriptions`))
        .subscriptions,
    changeSubscription: (shop, id, change) =>
      send(`/shops/${shop}/subscriptions/${id}`, { change }),
    expireTokens: (shop) => send(`/shops/${shop}/tokens/expire`),
    revokeTokens: (shop) => send(`/shops/${shop}/tokens/revoke`),
    setTokenLifetimes: (lifetimes) => send("/tokens/lifetimes", lifetimes),
    rejectExchanges: (count) => send("/tokens/reject-exchanges", { count }),
    setBudget: (shop, budget) => post(`/shops/${shop}/budget`, budget),
    idToken: async (shop, options = {}) =>
      (await post<{ idToken: string }>(`/shops/${shop}/id-token`, options)).idToken,
    pixel: async (shop) =>
      (await get<{ pixel: Awaited<ReturnType<ControlClient["pixel"]>> }>(`/shops/${shop}/pixel`))
        .pixel,
    storefront: (shop) => get(`/shops/${shop}/storefront`),
    placeBlocks: (shop, placements) => post(`/shops/${shop}/blocks`, { placements }),
    setThemeSettings: (shop, settings) => send(`/shops/${shop}/theme`, { settings }),
    appUrl: async (shop, path = "/app") =>
      (await get<{ url: string }>(`/shops/${shop}/app-url?path=${encodeURIComponent(path)}`)).url,
    setFaults: (change) => post("/faults", change),
    clearFaults: () => call("DELETE", "/faults"),
    logs: () => get("/logs"),
    graphqlLog: () => get("/logs/graphql"),
    tokenLog: () => get("/logs/tokens"),
    webhookLog: (filter = {}) => {
      const query = new URLSearchParams();
      if (filter.topic !== undefined) query.set("topic", filter.topic);
      if (filter.limit !== undefined) query.set("limit", String(filter.limit));
      return get(`/logs/webhooks?${query}`);
    },
    clearLogs: async () => {
      await call("DELETE", "/logs");
    },
    idle,
  };
}
