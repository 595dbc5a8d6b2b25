import { AsyncLocalStorage } from "node:async_hooks";
import {
  ColumnTypeEnum,
  isDriverAdapterError,
  type ArgType,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
  type Transaction as AdapterTransaction,
} from "@prisma/driver-adapter-utils";
import { Prisma, type PrismaClient } from "~/generated/prisma/client";

/*
 * Prisma takes a raw statement through the same layers as its own queries: it is serialized, batched, made a plan and
 * interpreted, which takes longer than sending it. Here raw statements go to Prisma's driver adapter at once.
 */

/** A transaction or the pool, as far as raw statements need it. */
type Direct = Pick<SqlQueryable, "queryRaw" | "executeRaw">;

interface Begun {
  transaction: Direct | null;
}

const beginning = new AsyncLocalStorage<Begun>();

type Adapter = Pick<
  SqlMigrationAwareDriverAdapterFactory,
  "provider" | "adapterName" | "connect" | "connectToShadowDb"
>;

interface Connection {
  readonly adapter: Adapter;
  /** Null before the first query. */
  opened: SqlDriverAdapter | null;
}

/** Prisma's adapter, with what raw statements are sent to. */
export function observeAdapter(factory: Adapter): Connection {
  const connection: Connection = {
    opened: null,
    adapter: {
      provider: factory.provider,
      adapterName: factory.adapterName,
      connectToShadowDb: () => factory.connectToShadowDb(),
      async connect() {
        const adapter = await factory.connect();
        const start = adapter.startTransaction.bind(adapter);
        connection.opened = adapter;
        return Object.assign(adapter, {
          async startTransaction(isolationLevel?: Parameters<typeof start>[0]) {
            const transaction = await start(isolationLevel);
            const begun = beginning.getStore();
            if (begun) begun.transaction = untilEnd(transaction);
            return transaction;
          },
        });
      },
    },
  };
  return connection;
}

/**
 * The statements of a transaction until Prisma begins to end it, also after a timeout: later ones would run outside of
 * it, as the owner of the tables.
 */
function untilEnd(transaction: AdapterTransaction): Direct {
  let isEnding = false;
  const { executeRaw, queryRaw, commit, rollback } = transaction;
  const ending =
    <Args extends unknown[], Result>(end: (...args: Args) => Result) =>
    (...args: Args): Result => {
      isEnding = true;
      return end.apply(transaction, args);
    };
  const checked =
    <Result>(send: (query: SqlQuery) => Promise<Result>) =>
    async (query: SqlQuery): Promise<Result> => {
      if (isEnding) throw new Error("A statement came after the end of its transaction");
      return send.call(transaction, query);
    };
  const end = ending(executeRaw);
  Object.assign(transaction, {
    commit: ending(commit),
    rollback: ending(rollback),
    executeRaw: (query: SqlQuery) =>
      ENDS.has(query.sql) ? end(query) : executeRaw.call(transaction, query),
  });
  return { queryRaw: checked(queryRaw), executeRaw: checked(executeRaw) };
}

const ENDS: ReadonlySet<string> = new Set(["COMMIT", "ROLLBACK"]);

/** Sends the raw statements of a client and of its transactions directly, unless Prisma traces them. */
export function sendRawDirectly(db: PrismaClient, connection: Connection): PrismaClient {
  const begin = db.$transaction.bind(db) as (work: unknown, options?: unknown) => Promise<unknown>;
  const { _tracingHelper: tracing } = db as unknown as Traced;
  const raw = (find: () => Direct | null, plain: RawMethods) => {
    const direct = () => (tracing.isEnabled() ? null : find());
    return {
      $queryRaw: method((...args: RawArgs) => queryRaw(direct(), args, plain)),
      $executeRaw: method((...args: RawArgs) => executeRaw(direct(), args, plain)),
    };
  };
  return Object.create(db, {
    ...raw(() => connection.opened, db),
    $transaction: method((work: unknown, options?: unknown) => {
      if (typeof work !== "function") return begin(work, options);
      const begun: Begun = { transaction: null };
      const inTransaction = (tx: object) => {
        const { transaction } = begun;
        const methods = raw(() => transaction, tx as RawMethods);
        const own = Object.create(tx, methods) as object;
        return beginning.exit(() => (work as (tx: object) => unknown)(own));
      };
      return beginning.run(begun, () => begin(inTransaction, options));
    }),
  }) as PrismaClient;
}

const method = (value: unknown) => ({ value, writable: true, configurable: true });

interface Traced {
  readonly _tracingHelper: { isEnabled(): boolean };
}

type RawArgs = readonly [query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]];

interface RawMethods {
  $queryRaw(...args: RawArgs): Promise<unknown>;
  $executeRaw(...args: RawArgs): Promise<number>;
}

async function queryRaw(direct: Direct | null, args: RawArgs, plain: RawMethods) {
  if (!direct) return plain.$queryRaw(...args);
  return toRows(await direct.queryRaw(toQuery(args)).catch(rethrow));
}

async function executeRaw(direct: Direct | null, args: RawArgs, plain: RawMethods) {
  if (!direct) return plain.$executeRaw(...args);
  return direct.executeRaw(toQuery(args)).catch(rethrow);
}

function toQuery([query, ...values]: RawArgs) {
  const { text, values: given } =
    query instanceof Prisma.Sql ? query : Prisma.sql(query, ...values);
  const args = given.map(toArg);
  return { sql: text, args, argTypes: args.map(toArgType) };
}

/** A value as the adapter takes it. */
function toArg(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(toArg);
  if (typeof value !== "object" || value instanceof Date) return value;
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return Prisma.Decimal.isDecimal(value) ? value.toString() : JSON.stringify(value);
}

const SCALAR: ArgType = { scalarType: "unknown", arity: "scalar" };
const LIST: ArgType = { scalarType: "unknown", arity: "list" };
const toArgType = (arg: unknown): ArgType => (Array.isArray(arg) ? LIST : SCALAR);

type Read = (value: never) => unknown;

const readBigInt: Read = (value: string | number) => BigInt(value);
const readBytes: Read = (value: Uint8Array | string) =>
  typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : new Uint8Array(value);
const readDecimal: Read = (value: string) => new Prisma.Decimal(value);
const readInstant: Read = (value: string) => new Date(value);
const readTime: Read = (value: string) => new Date(`1970-01-01T${value}Z`);
const readJson: Read = (value: string) => JSON.parse(value) as unknown;
const each =
  (read: Read): Read =>
  (values: readonly unknown[]) =>
    values.map((it) => (it === null ? null : read(it as never)));

/** How Prisma reads the values of a column type; others arrive as they are. */
const READERS: ReadonlyMap<number, Read> = new Map([
  [ColumnTypeEnum.Int64, readBigInt],
  [ColumnTypeEnum.Bytes, readBytes],
  [ColumnTypeEnum.Numeric, readDecimal],
  [ColumnTypeEnum.DateTime, readInstant],
  [ColumnTypeEnum.Date, readInstant],
  [ColumnTypeEnum.Time, readTime],
  [ColumnTypeEnum.Json, readJson],
  [ColumnTypeEnum.Int64Array, each(readBigInt)],
  [ColumnTypeEnum.BytesArray, each(readBytes)],
  [ColumnTypeEnum.NumericArray, each(readDecimal)],
  [ColumnTypeEnum.DateTimeArray, each(readInstant)],
  [ColumnTypeEnum.DateArray, each(readInstant)],
  [ColumnTypeEnum.TimeArray, each(readTime)],
  [ColumnTypeEnum.JsonArray, each(readJson)],
]);

function toRows({ columnNames, columnTypes, rows }: SqlResultSet): object[] {
  const columns = columnNames.map((name, i) => ({ name, read: READERS.get(columnTypes[i] ?? -1) }));
  return rows.map((row) => {
    const read: Record<string, unknown> = {};
    for (const [i, column] of columns.entries()) {
      const value = row[i] ?? null;
      read[column.name] = value === null || !column.read ? value : column.read(value as never);
    }
    return read;
  });
}

/** How Prisma words errors of the connection, which an outage is recognized by. */
const CONNECTION_TEXTS: Readonly<Record<string, string>> = {
  DatabaseNotReachable: "Can't reach database server",
  ConnectionClosed: "Server has closed the connection.",
  SocketTimeout: "Operation has timed out",
};

/** As Prisma reports a failed raw statement. */
function rethrow(error: unknown): never {
  if (!isDriverAdapterError(error)) throw error;
  const { kind, originalCode = "N/A", originalMessage } = error.cause;
  const message = originalMessage ?? CONNECTION_TEXTS[kind] ?? error.message;
  throw new Prisma.PrismaClientKnownRequestError(
    `Raw query failed. Code: \`${originalCode}\`. Message: \`${message}\``,
    {
      code: "P2010",
      clientVersion: Prisma.prismaVersion.client,
      meta: { driverAdapterError: error },
    },
  );
}
