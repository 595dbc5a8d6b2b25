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
      await client.query({ ...ENTER_SCOPE, values: ["none", "", "auto"] });
      // Only to prepare it.
      await client.query({ ...BEGIN_STATEMENT });
      await client.query("ROLLBACK");
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

/** Sends a statement in the form in which Prisma's adapter and the pool do. */
type Send = (config: Statement, values: unknown, callback: Callback) => void;

/** Makes the next statement of a connection another one. */
function replaceNext(client: PoolClient, send: Send): void {
  const query = (
    config: Statement,
    values?: unknown,
    callback?: Callback,
  ): Promise<unknown> | undefined => {
    if (!callback) return promised((settle) => query(config, values, settle));
    Reflect.deleteProperty(client, "query");
    send(config, values, callback);
    return undefined;
  };
  Object.assign(client, { query });
}

function enterWithNext(client: PoolClient, scope: StatementScope | null): void {
  Reflect.deleteProperty(client, "query");
  if (!scope) return;
  replaceNext(client, (config, values, callback) => {
    if (config.text === BEGIN) {
      beginWithNext(client, scope);
      setImmediate(callback, null, NO_ROWS);
    } else {
      client.query(new ScopedQuery([scopeStep(scope)], config, values, callback));
    }
  });
}

/**
 * Begins a transaction with its first statement, in one message: a round trip less, and the database parses neither the
 * beginning nor the scope again.
 */
function beginWithNext(client: PoolClient, scope: StatementScope): void {
  replaceNext(client, (config, values, callback) => {
    if (ENDS.has(config.text)) {
      setImmediate(callback, null, NO_ROWS);
    } else if (config.text.startsWith(SET_ISOLATION)) {
      // Only before the first query, which entering the scope is.
      client.query(beginIn(scope), (error: Error | null) => {
        if (error) callback(error, undefined);
        else client.query(config.text, callback);
      });
    } else {
      client.query(new ScopedQuery([BEGIN_STEP, scopeStep(scope)], config, values, callback));
    }
  });
}

interface Statement {
  readonly text: string;
}

/** The statements with which Prisma's adapter begins and ends a transaction. */
const BEGIN = "BEGIN";
const ENDS: ReadonlySet<string> = new Set(["COMMIT", "ROLLBACK"]);
const SET_ISOLATION = "SET TRANSACTION";
const NO_ROWS = { rows: [], fields: [], rowCount: 0 };

const BEGIN_STATEMENT = { name: "kindred_begin", text: BEGIN };

/** A prepared statement that precedes another one in its message. */
interface Step {
  readonly statement: string;
  readonly values: readonly string[];
}

const BEGIN_STEP: Step = { statement: BEGIN_STATEMENT.name, values: [] };
const scopeStep = (scope: StatementScope): Step => ({
  statement: ENTER_SCOPE.name,
  values: scope,
});

/** Unlike a query, this allows setting the isolation level afterward. */
const beginIn = ([role, shopId]: StatementScope): string =>
  `${BEGIN}; set local role ${escapeIdentifier(role)}; set local ${SHOP_SETTING} = ${escapeLiteral(shopId)}; set local jit = off`;

function promised<T>(run: (settle: Callback) => unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    run((error, result) => (error ? reject(error) : resolve(result as T)));
  });
}

/** The `pg` connection that a query writes to. */
interface Wire {
  bind(bound: Step): void;
  execute(executed: { readonly portal: string }): void;
}

const PlainQuery = Query as unknown as new (...args: readonly unknown[]) => {
  submit(): void;
  prepare(wire: Wire): void;
  handleCommandComplete(message: object, wire: Wire): void;
};

/**
 * A statement sent together with those that begin its transaction or enter its scope: one message. It costs no
 * additional round trip, and runs in that scope or not at all.
 */
class ScopedQuery extends PlainQuery {
  readonly #steps: readonly Step[];
  #completed = 0;

  constructor(steps: readonly Step[], config: Statement, values: unknown, callback: Callback) {
    super({ ...config, queryMode: "extended" }, values, callback);
    this.#steps = steps;
  }

  override prepare(wire: Wire): void {
    for (const step of this.#steps) {
      wire.bind(step);
      wire.execute({ portal: "" });
    }
    super.prepare(wire);
  }

  override handleCommandComplete(message: object, wire: Wire): void {
    if (this.#completed >= this.#steps.length) super.handleCommandComplete(message, wire);
    this.#completed += 1;
  }
}
