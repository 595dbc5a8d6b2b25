import { AsyncLocalStorage } from "node:async_hooks";
import type { AcrossShops } from "./lib/across-shops";
import type { ShopId } from "./lib/shop-id";

/** The role of statements for one shop, which see only its rows. */
export const SHOP_ROLE = "kindred_shop";
/** The role of statements across shops, for the reasons in `ACROSS_SHOPS`. */
export const ACROSS_ROLE = "kindred_across_shops";
/** The setting that the policies of `SHOP_ROLE` compare with. */
export const SHOP_SETTING = "kindred.shop";

/**
 * How PostgreSQL plans a prepared statement: `auto` plans it for its values each time where that promises to be cheaper,
 * `force_generic_plan` once for all values.
 */
type PlanMode = "auto" | "force_generic_plan";

/** A statement's role and shop, and how it is planned. */
export type StatementScope = readonly [role: string, shopId: string, planMode: PlanMode];

/**
 * Enters a scope until the transaction ends. Returns no rows. PostgreSQL does not compile statements: for those that
 * read a large shop's rows it expects to, which takes longer than running them.
 */
export const ENTER_SCOPE = {
  name: "kindred_scope",
  text: `select where num_nulls(
    set_config('role', $1, true), set_config('${SHOP_SETTING}', $2, true),
    set_config('plan_cache_mode', $3, true), set_config('jit', 'off', true)) > 0`,
};

/** Mutable, so that a request can enter its shop once authenticated. */
interface Held {
  scope: StatementScope | null;
}
// Global, because development reloads modules on each change, but not the open database.
const shared = globalThis as { kindredScopes?: AsyncLocalStorage<Held | undefined> };
const scopes = (shared.kindredScopes ??= new AsyncLocalStorage());

const shopScope = (shopId: ShopId): StatementScope => [SHOP_ROLE, shopId, "auto"];

/** Runs work for one shop: its statements see only that shop's rows. */
export function inShop<T>(shopId: ShopId, work: () => Promise<T> | T): Promise<T> {
  return within(shopScope(shopId), work);
}

/**
 * Runs work for one shop whose statements read and write few rows by indexes, whatever their values: each is planned once.
 * Planning them for their values takes longer than running them.
 */
export function inShopByKnownPlans<T>(shopId: ShopId, work: () => Promise<T> | T): Promise<T> {
  return within([SHOP_ROLE, shopId, "force_generic_plan"], work);
}

/** Runs work across shops: its statements see all rows. */
export function acrossShops<T>(_reason: AcrossShops, work: () => Promise<T> | T): Promise<T> {
  return within([ACROSS_ROLE, "", "auto"], work);
}

/** Runs work whose shop is determined later: no statement runs before `enterShop`. */
export function beforeShop<T>(work: () => Promise<T> | T): Promise<T> {
  return within(null, work);
}

/** Sets the shop of the current request; it cannot change afterward. */
export function enterShop(shopId: ShopId): void {
  const held = scopes.getStore();
  if (!held) return;
  const [role, entered] = (held.scope ??= shopScope(shopId));
  if (role === SHOP_ROLE && entered === shopId) return;
  throw new Error(`A request of ${entered || "many shops"} cannot speak for ${shopId}`);
}

/** @throws Error without a scope: a missing one must not see all rows */
export function requireScope(): StatementScope {
  const scope = scopes.getStore()?.scope;
  if (scope) return scope;
  throw new Error(
    "A statement says neither its shop nor why it is about many: app/db-scope.server.ts",
  );
}

/** Like `requireScope`, but null outside a scope: tests and benchmarks run as the owner. */
export function findScope(): StatementScope | null {
  return scopes.getStore() ? requireScope() : null;
}

// Async, so that statements that run only when awaited, like Prisma's, run inside the scope.
function within<T>(scope: StatementScope | null, work: () => Promise<T> | T): Promise<T> {
  return scopes.run({ scope }, async () => await work());
}

interface Loader {
  options: {
    readonly batchBy: (request: object) => string | undefined;
    readonly singleLoader: (request: object) => Promise<unknown>;
    readonly batchLoader: (requests: readonly object[]) => Promise<unknown>;
  };
}

/**
 * Prisma batches the queries of one tick and runs the batch in the scope of the first one. Here each query keeps its
 * scope, and only queries of one scope are batched.
 */
export function batchByScope(db: object): void {
  const { dataloader } = (db as { readonly _requestHandler: { readonly dataloader: Loader } })
    ._requestHandler;
  const { batchBy, singleLoader, batchLoader, ...options } = dataloader.options;
  const scopeByRequest = new WeakMap<object, Held | undefined>();

  dataloader.options = {
    ...options,
    batchBy(request) {
      const held = scopes.getStore();
      scopeByRequest.set(request, held);
      const batch = batchBy(request);
      return batch && `${held?.scope?.join(" ")} ${batch}`;
    },
    singleLoader: (request) => scopes.run(scopeByRequest.get(request), singleLoader, request),
    batchLoader(requests) {
      const [first] = requests;
      return scopes.run(first && scopeByRequest.get(first), batchLoader, requests);
    },
  };
}
