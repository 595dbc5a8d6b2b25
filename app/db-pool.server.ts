import { escapeIdentifier, escapeLiteral, Pool, Query, type PoolClient, type PoolConfig } from "pg";
import { ENTER_SCOPE, SHOP_SETTING, type StatementScope } from "./db-scope.server";

/**
 * A new connection reads the catalog and plans each statement again, which costs as much as several orders. By default
 * the pool closes it after ten idle seconds, so a shop with an order a minute would pay that each time.
 */
const IDLE_TIMEOUT_MS = 10 * 60_000;

/**
 * A pool whose connections enter a scope with the first statement after checkout: a single
 * statement or the start of a transaction. The scope ends with it, so that a released connection
 * has none.
 *
 * @param scopeNow the current scope; null for the owner of the tables. Its errors become the
 * statement's
 */
export function createScopedPool(config: PoolConfig, scopeNow: () => StatementScope | null): Pool {
  const pool = new Pool({
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    ...config,
    async onConnect(client) {
      await client.query({ ...ENTER_SCOPE, values: ["none", ""] });
    },
  });
  const connectPlain = pool.connect.bind(pool) as (done: ConnectCallback) => void;
  const connect = (done?: ConnectCallback): Promise<PoolClient> | undefined => {
    if (!done) return promised<PoolClient>((settle) => connect(settle));
    const scope = scopeNow();
    connectPlain((error, client, release) => {
      if (client) enterWithNext(client, scope);
      done(error, client, release);
    });
    return undefined;
  };
  return Object.assign(pool, { connect });
}

type Callback = (error: Error | null | undefined, result: unknown) => void;
type ConnectCallback = (
  error: Error | undefined,
  client: PoolClient | undefined,
  release: () => void,
) => void;

function enterWithNext(client: PoolClient, scope: StatementScope | null): void {
  const restore = () => Reflect.deleteProperty(client, "query");
  restore();
  if (!scope) return;
  const query = (
    config: Statement,
    values?: unknown,
    callback?: Callback,
  ): Promise<unknown> | undefined => {
    if (!callback) return promised((settle) => query(config, values, settle));
    restore();
    if (config.text === BEGIN) client.query(beginIn(scope), callback);
    else client.query(new ScopedQuery(scope, config, values, callback));
    return undefined;
  };
  Object.assign(client, { query });
}

interface Statement {
  readonly text: string;
}

/** The statement with which Prisma's adapter begins a transaction. */
const BEGIN = "BEGIN";

/** Unlike a query, this allows setting the isolation level afterward. */
const beginIn = ([role, shopId]: StatementScope): string =>
  `${BEGIN}; set local role ${escapeIdentifier(role)}; set local ${SHOP_SETTING} = ${escapeLiteral(shopId)}`;

function promised<T>(run: (settle: Callback) => unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    run((error, result) => (error ? reject(error) : resolve(result as T)));
  });
}

/** The `pg` connection that a query writes to. */
interface Wire {
  bind(bound: { readonly statement: string; readonly values: readonly string[] }): void;
  execute(executed: { readonly portal: string }): void;
}

const PlainQuery = Query as unknown as new (...args: readonly unknown[]) => {
  submit(): void;
  prepare(wire: Wire): void;
  handleCommandComplete(message: object, wire: Wire): void;
};

/**
 * A statement sent together with the one that enters its scope: one message and one transaction. It costs no
 * additional round trip, and runs in that scope or not at all.
 */
class ScopedQuery extends PlainQuery {
  readonly #scope: StatementScope;
  #hasEntered = false;

  constructor(scope: StatementScope, config: Statement, values: unknown, callback: Callback) {
    super({ ...config, queryMode: "extended" }, values, callback);
    this.#scope = scope;
  }

  override prepare(wire: Wire): void {
    wire.bind({ statement: ENTER_SCOPE.name, values: this.#scope });
    wire.execute({ portal: "" });
    super.prepare(wire);
  }

  override handleCommandComplete(message: object, wire: Wire): void {
    if (this.#hasEntered) super.handleCommandComplete(message, wire);
    this.#hasEntered = true;
  }
}
