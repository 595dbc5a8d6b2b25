import {
  parse,
  protocol,
  types,
  type ParserOptions,
  type PGlite,
  type QueryOptions,
  type Transaction,
} from "@electric-sql/pglite";
import { LRUCache } from "lru-cache";
import { ENTER_SCOPE, type StatementScope } from "./db-scope.server";

/** Maximum number of prepared statements per connection, about 20 kB each. */
const MAX_NAMED = 500;
/** Maximum number of statement texts to count. */
const MAX_COUNTED = 2_000;
const NAMED_FROM_TIMES = 3;
const UNNAMED = "";

/**
 * Names repeated statements, so that the database parses and plans each once. Rare texts, such as
 * those with lists of varying length, get none.
 *
 * @returns the name of a statement, or `""` for one that has none
 */
export function createStatementNames(): (sql: string) => string {
  const names = new Map<string, string>();
  const counts = new LRUCache<string, number>({ max: MAX_COUNTED });
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MAX_NAMED) return UNNAMED;
    const times = (counts.get(sql) ?? 0) + 1;
    counts.set(sql, times);
    if (times < NAMED_FROM_TIMES) return UNNAMED;
    counts.delete(sql);
    const name = `kindred_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

interface PreparedStatements {
  /** Runs as the owner of the tables. */
  readonly pglite: PGlite;
  /** Runs each statement or transaction in the current scope; without one, as the owner. */
  scoped(scopeNow: () => StatementScope | null): PGlite;
}

/**
 * Lets PGlite keep named statements. By default it parses and plans each statement again, in six calls into the
 * database; here a known statement is one call. Bytes are passed unencoded.
 */
export function withPreparedStatements(pglite: PGlite): PreparedStatements {
  const nameOf = createStatementNames();
  const paramTypesOf = new Map<string, readonly number[]>();

  // The adapter always passes the same parsers, and merging hundreds of them costs more than a row.
  const merged = new WeakMap<ParserOptions, PGlite["parsers"]>();
  function parsersWith(own: ParserOptions = NO_PARSERS): PGlite["parsers"] {
    const known = merged.get(own);
    if (known) return known;
    const all = { ...pglite.parsers, ...own, [types.BYTEA]: bytesFromHex };
    merged.set(own, all);
    return all;
  }

  const send = (...messages: readonly Uint8Array[]) =>
    pglite.execProtocolStream(Buffer.concat([...messages, SYNC]), { syncToFs: false });

  let canEnter = false;
  /** Sent before a statement, in the same message and transaction. */
  async function enter(scope: StatementScope | null): Promise<readonly Uint8Array[]> {
    if (!scope) return [];
    if (!canEnter) await send(serialize.parse(ENTER_SCOPE));
    canEnter = true;
    return [
      serialize.bind({ statement: ENTER_SCOPE.name, values: [...scope] }),
      serialize.execute(),
    ];
  }

  async function prepare(
    name: string,
    text: string,
    entering: readonly Uint8Array[],
  ): Promise<readonly number[]> {
    const answers = await send(
      ...entering,
      serialize.parse({ name, text }),
      serialize.describe({ type: "S", name }),
    );
    const paramTypes = parse.parseDescribeStatementResults(answers);
    if (name !== UNNAMED) paramTypesOf.set(name, paramTypes);
    return paramTypes;
  }

  async function run(
    scope: StatementScope | null,
    text: string,
    params: unknown[] = [],
    options: QueryOptions = {},
  ) {
    const entering = await enter(scope);
    const name = nameOf(text);
    const paramTypes = paramTypesOf.get(name) ?? (await prepare(name, text, entering));
    const values = params.map((param, i) => toWire(param, paramTypes[i], pglite.serializers));
    const answers = await send(
      ...entering,
      serialize.bind({ statement: name, values }),
      DESCRIBE_RESULT,
      serialize.execute(),
    );
    const { parsers, ...format } = options;
    const results = parse.parseResults(answers, parsersWith(parsers), format);
    return results.at(-1) ?? { rows: [], fields: [] };
  }

  type QueryArgs = readonly [text: string, params?: unknown[], options?: QueryOptions];
  const query = (scope: StatementScope | null, ...args: QueryArgs) =>
    pglite._runExclusiveQuery(() => run(scope, ...args));
  const begin = pglite.transaction.bind(pglite);

  const asking = (scopeNow: () => StatementScope | null) => ({
    async query(...args: QueryArgs) {
      const scope = scopeNow();
      await pglite._checkReady();
      return pglite._runExclusiveTransaction(async () => {
        const results = await query(scope, ...args);
        await pglite.syncToFs();
        return results;
      });
    },
    async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
      const scope = scopeNow();
      return begin((tx) => {
        // Entered by the first statement, for the whole transaction.
        let enters = scope;
        const queryInTransaction = (...args: QueryArgs) => {
          const entered = enters;
          enters = null;
          return query(entered, ...args);
        };
        return work(Object.assign(tx, { query: refusedOnceClosed(tx, queryInTransaction) }));
      });
    },
  });
  return {
    // Everything that the adapter uses.
    scoped: (scopeNow) =>
      ({ ...asking(scopeNow), exec: pglite.exec.bind(pglite) }) as unknown as PGlite,
    pglite: Object.assign(pglite, asking(asOwner)),
  };
}

const asOwner = () => null;
const { serialize } = protocol;
const NO_PARSERS: ParserOptions = {};
const DESCRIBE_RESULT = serialize.describe({ type: "P" });
const SYNC = serialize.sync();

function toWire(
  param: unknown,
  paramType: number | undefined,
  serializers: PGlite["serializers"],
): Uint8Array | string | null {
  if (param === null || param === undefined) return null;
  if (param instanceof Uint8Array && paramType === types.BYTEA) return param;
  const serializer = serializers[paramType ?? types.TEXT] ?? serializers[types.TEXT];
  return serializer ? serializer(param) : null;
}

/** As Node decodes it: the adapter's own parser works digit by digit. */
const bytesFromHex = (text: string): Uint8Array => Buffer.from(text.slice("\\x".length), "hex");

const refusedOnceClosed =
  <A extends unknown[], R>(tx: Transaction, query: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    if (tx.closed) throw new Error("Transaction is closed");
    return query(...args);
  };
