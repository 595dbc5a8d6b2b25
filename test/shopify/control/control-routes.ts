import { Router, type Request, type Response } from "express";
import { z, ZodError } from "zod";
import { changeFaults, FaultChange, createFaults } from "../faults";
import { FlowActionRun, runFlowAction, reportTriggerUse } from "../flow/run-flow-action";
import { Happening } from "../happening";
import { play, UnknownRecord } from "../happenings/play";
import { mintIdToken } from "../id-token";
import { appAddress } from "../admin-shell/app-address";
import { textOf } from "../admin-routes";
import { Placement } from "../storefront/theme/placements";
import { findShop, storefrontUrl, type LocalShop, type World } from "../world";
import { changeSubscription, SUBSCRIPTION_CHANGES } from "../subscriptions";
import { changePlan, grantScopes, install, uninstall } from "./installation";
import { RawWebhooks, sendRawWebhooks } from "./raw-webhooks";

const ClockChange = z.object({
  storeAt: z.iso.datetime({ offset: true }).optional(),
  advanceMs: z.number().optional(),
  rate: z.number().min(0).optional(),
});
const Play = z.object({ happenings: z.array(Happening), wait: z.boolean().default(false) });
const Lifetimes = z.object({
  accessSeconds: z.number().optional(),
  refreshSeconds: z.number().optional(),
});
const IdToken = z.object({
  lifetimeSeconds: z.number().optional(),
  audience: z.string().optional(),
  secret: z.string().optional(),
});
const Budget = z.object({
  maximum: z.number().optional(),
  available: z.number().optional(),
  restorePerSecond: z.number().optional(),
});

const TriggerUse = z.object({
  handle: z.string(),
  isUsed: z.boolean(),
  at: z.iso.datetime({ offset: true }).optional(),
});

const PlanChange = z.object({
  name: z.string(),
  displayName: z.string(),
  closedStatus: z.union([z.literal(402), z.literal(423)]).nullable(),
  isDevelopment: z.boolean().default(false),
});

type Answer = (request: Request, shop: () => LocalShop) => unknown;

/** The control API of the local Shopify, for tests and the demo. README.md lists it with examples. */
export function controlRoutes(world: World): Router {
  const router = Router();
  const on = (method: "get" | "post" | "delete", path: string, answer: Answer) =>
    router[method](path, (request, response) => void reply(world, request, response, answer));

  on("get", "/", () => ({ shops: shopList(world), clock: clockAnswer(world) }));
  on("get", "/clock", () => clockAnswer(world));
  on("post", "/clock", ({ body }) => {
    const { storeAt, advanceMs, rate } = ClockChange.parse(body);
    world.clock.set({
      ...(storeAt !== undefined && { storeAt: Date.parse(storeAt) }),
      ...(advanceMs !== undefined && { advanceMs }),
      ...(rate !== undefined && { rate }),
    });
    return clockAnswer(world);
  });

  on("post", "/shops/:shop/play", async ({ body }, shop) => {
    const { happenings, wait } = Play.parse(body);
    const results = happenings.map((it) => play(world, shop(), it));
    if (wait) await world.webhooks.idle();
    return { results };
  });
  on("get", "/shops/:shop/records/:kind", ({ params }, shop) => recordsOf(shop(), params["kind"]));
  on("get", "/shops/:shop/records/:kind/:id", ({ params }, shop) => {
    const record = recordMap(shop(), params["kind"]).get(params["id"] ?? "");
    if (!record) throw new UnknownRecord(`no ${params["kind"]} ${params["id"]}`);
    return record;
  });

  on("post", "/shops/:shop/webhooks", ({ body }, shop) =>
    sendRawWebhooks(world, shop(), RawWebhooks.parse(body)),
  );
  on("post", "/shops/:shop/flow-actions", ({ body }, shop) =>
    runFlowAction(world, shop(), FlowActionRun.parse(body)),
  );
  on("get", "/shops/:shop/flow-triggers", (_, shop) => ({ triggers: shop().flowTriggers }));
  on("post", "/shops/:shop/flow-trigger-use", ({ body }, shop) =>
    reportTriggerUse(world, shop(), TriggerUse.parse(body)),
  );
  on("post", "/shops/:shop/install", (_, shop) => install(world, shop()));
  on("post", "/shops/:shop/uninstall", (_, shop) => uninstall(world, shop()));
  on("post", "/shops/:shop/scopes", ({ body }, shop) =>
    grantScopes(world, shop(), z.object({ granted: z.array(z.string()) }).parse(body).granted),
  );
  on("post", "/shops/:shop/plan", ({ body }, shop) =>
    changePlan(world, shop(), PlanChange.parse(body)),
  );
  on("get", "/shops/:shop/subscriptions", (_, shop) => ({ subscriptions: shop().subscriptions }));
  on("post", "/shops/:shop/subscriptions/:id", ({ params, body }, shop) => {
    const record = shop().subscriptions.find(({ id }) => id === params["id"]);
    if (!record) throw new UnknownRecord(`no subscription ${params["id"]}`);
    const { change } = z.object({ change: z.enum(SUBSCRIPTION_CHANGES) }).parse(body);
    changeSubscription(world, shop(), record, change);
  });
  on("post", "/shops/:shop/tokens/expire", (_, shop) => world.tokens.expireAccess(shop().domain));
  on("post", "/shops/:shop/tokens/revoke", (_, shop) => world.tokens.revoke(shop().domain));
  on("post", "/shops/:shop/budget", ({ body }, shop) => {
    const { maximum, available, restorePerSecond } = Budget.parse(body);
    const { budget } = shop();
    budget.maximum = maximum ?? budget.maximum;
    budget.available = available ?? budget.available;
    budget.restorePerSecond = restorePerSecond ?? budget.restorePerSecond;
    return budget;
  });
  on("post", "/shops/:shop/id-token", async ({ body }, shop) => {
    const { lifetimeSeconds, audience, secret } = IdToken.parse(body ?? {});
    const idToken = await mintIdToken(world.app, {
      shop: shop().domain,
      ...(lifetimeSeconds !== undefined && { lifetimeSeconds }),
      ...(audience !== undefined && { audience }),
      ...(secret !== undefined && { secret }),
    });
    return { idToken };
  });
  on("get", "/shops/:shop/pixel", (_request, shop) => ({ pixel: shop().webPixel }));
  on("get", "/shops/:shop/storefront", (_request, shop) => storefrontAnswer(world, shop()));
  on("post", "/shops/:shop/blocks", ({ body }, shop) => {
    shop().storefront.placements = z
      .object({ placements: z.array(Placement) })
      .parse(body).placements;
    return storefrontAnswer(world, shop());
  });
  on("post", "/shops/:shop/theme", ({ body }, shop) => {
    shop().themeSettings = z.object({ settings: z.string().nullable() }).parse(body).settings;
  });
  on("get", "/shops/:shop/app-url", async ({ query }, shop) => ({
    url: await appAddress(world, shop(), textOf(query["path"]) || "/app"),
  }));
  on("post", "/tokens/lifetimes", ({ body }) => {
    const { accessSeconds, refreshSeconds } = Lifetimes.parse(body);
    world.tokens.setLifetimes({
      ...(accessSeconds !== undefined && { accessSeconds }),
      ...(refreshSeconds !== undefined && { refreshSeconds }),
    });
    return {};
  });
  on("post", "/tokens/reject-exchanges", ({ body }) =>
    world.tokens.rejectNextExchanges(z.object({ count: z.number() }).parse(body).count),
  );

  on("get", "/faults", () => world.faults);
  on("post", "/faults", ({ body }) => {
    changeFaults(world.faults, FaultChange.parse(body));
    return world.faults;
  });
  on("delete", "/faults", () => {
    changeFaults(world.faults, createFaults());
    world.webhooks.flush();
    return world.faults;
  });

  on("get", "/logs", () => ({
    counts: world.log.counts(),
    pendingWebhooks: world.webhooks.pending(),
    unresolvedFields: [...world.log.unresolvedFields],
  }));
  on("get", "/logs/graphql", () => world.log.read("graphql"));
  on("get", "/logs/tokens", () => world.log.read("tokens"));
  on("get", "/logs/webhooks", ({ query }) => {
    const { topic, limit } = query;
    const rows = world.log.read("webhooks").filter((it) => !topic || it.topic === topic);
    return limit ? rows.slice(-Number(limit)) : rows;
  });
  on("delete", "/logs", () => world.log.clear());
  on("get", "/idle", async ({ query }) => {
    const timeoutMs = Number(query["timeoutMs"] ?? 60_000);
    const timedOut = new Promise<"timeout">((resolve) => {
      setTimeout(resolve, timeoutMs, "timeout").unref();
    });
    const ended = await Promise.race([world.webhooks.idle(), timedOut]);
    return { idle: ended !== "timeout", pendingWebhooks: world.webhooks.pending() };
  });
  return router;
}

async function reply(world: World, request: Request, response: Response, answer: Answer) {
  try {
    const name = request.params["shop"] ?? "";
    const shop = () => {
      const found = findShop(world, name);
      if (!found) throw new UnknownRecord(`no shop ${name}`);
      return found;
    };
    response.json((await answer(request, shop)) ?? {});
  } catch (error) {
    const status = error instanceof UnknownRecord ? 404 : isCallersFault(error) ? 422 : 500;
    if (status === 500) console.error("control", request.method, request.path, error);
    const message = error instanceof ZodError ? z.prettifyError(error) : (error as Error).message;
    response.status(status).json({ error: message });
  }
}

const isCallersFault = (error: unknown) => error instanceof ZodError || error instanceof RangeError;

function clockAnswer(world: World) {
  return { ...world.clock.reading(), now: world.clock.nowIso() };
}

function storefrontAnswer(world: World, shop: LocalShop) {
  const { placements, visitorCalls } = shop.storefront;
  return { url: storefrontUrl(world, shop), placements, visitorCalls };
}

function shopList(world: World) {
  return [...world.shops.values()].map((shop) => ({
    domain: shop.domain,
    handle: shop.handle,
    installed: shop.installation !== null,
    products: shop.store.products.size,
    customers: shop.store.customers.size,
    orders: shop.store.orders.size,
    admin: `${world.origin}/store/${shop.handle}`,
    storefront: storefrontUrl(world, shop),
  }));
}

const KINDS = [
  "customers",
  "products",
  "collections",
  "orders",
  "carts",
  "checkouts",
  "discounts",
  "marketing",
  "files",
] as const;

function recordMap({ store }: LocalShop, kind: string | undefined): ReadonlyMap<string, unknown> {
  const known = KINDS.find((it) => it === kind);
  if (!known) throw new UnknownRecord(`no records of kind ${kind}: ${KINDS.join(", ")}`);
  return store[known];
}

const recordsOf = (shop: LocalShop, kind: string | undefined) => [
  ...recordMap(shop, kind).values(),
];
