import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import PostalMime from "postal-mime";
import type { Db } from "~/db.server";
import type { Keyring } from "~/privacy/keyring.server";
import { SEALED_COLUMNS } from "~/privacy/sealed-columns";

/** A canary: a name for the report, and bytes that must not occur anywhere. */
export interface Canary {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const textCanary = (text: string): Canary => ({ name: text, bytes: Buffer.from(text) });

type Kind = "text" | "bytes" | "json" | "plain";

/** How each column type is read. A missing type fails the search, since it might hide data. */
const KINDS: Readonly<Record<string, Kind>> = {
  text: "text",
  "character varying": "text",
  uuid: "plain",
  "USER-DEFINED": "plain",
  jsonb: "json",
  json: "json",
  ARRAY: "json",
  bytea: "bytes",
  integer: "plain",
  smallint: "plain",
  bigint: "plain",
  "double precision": "plain",
  boolean: "plain",
  date: "plain",
  interval: "plain",
  "timestamp with time zone": "plain",
  "timestamp without time zone": "plain",
};

interface Column {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Every column of every table of every schema, from the database itself. */
export async function listColumns(db: Db): Promise<Column[]> {
  return db.$queryRaw<Column[]>`
    select c.table_schema::text as schema, c.table_name::text as table, c.column_name::text as column,
      c.data_type::text as type
    from information_schema.columns c
    join information_schema.tables t
      on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema not in ('pg_catalog', 'information_schema')
    order by 1, 2, c.ordinal_position`;
}

/**
 * Searches the whole database for canaries: in texts, JSON and arrays also as hexadecimal digits, base64 or part of
 * an address, in bytes also sealed and deflated.
 *
 * @returns `canary in table.column`, each once
 */
export async function findTraces(
  db: Db,
  keyring: Pick<Keyring, "open">,
  canaries: readonly Canary[],
): Promise<string[]> {
  const tables = Map.groupBy(
    await listColumns(db),
    ({ schema, table }) => `"${schema}"."${table}"`,
  );
  const needles = canaries.map(needlesOf);
  const traces = new Set<string>();
  for (const [name, columns] of tables) {
    // By column, as text with one character per byte. Most values repeat, and each takes three decoders to search.
    const found = new Map<string, Set<string>>();
    const table = columns[0]?.table ?? "";
    const sealed = SEALED_COLUMNS.filter((it) => it.table === table);
    const places = sealed.map(({ row }, i) => `, ${row} as place_${i}`).join("");
    const rows = await db.$queryRawUnsafe<Record<string, unknown>[]>(
      `select to_jsonb(t) as row${places} from ${name} t`,
    );
    for (const { row: values, ...placed } of rows) {
      const row = values as Record<string, unknown>;
      for (const { column, type } of columns) {
        const kind = KINDS[type];
        if (kind === undefined) throw new Error(`${table}.${column}: nobody can read ${type}`);
        const value = row[column];
        if (value === null || value === undefined) continue;
        const contents = [contentOf(value, kind)];
        const place = sealed.findIndex((it) => it.column === column);
        if (place >= 0) {
          const at = {
            table,
            column,
            shopId: String(row.shop_id),
            row: String(placed[`place_${place}`]),
          };
          contents.push(Buffer.from(keyring.open(contents[0]!, at)));
        }
        const known = found.get(column) ?? new Set();
        found.set(column, known);
        for (const it of contents) known.add(it.toString("latin1"));
      }
    }
    // One search over all values of a column takes far less time than one per value.
    for (const [column, contents] of found) {
      const text = [...contents].flatMap((it) => layersOf(Buffer.from(it, "latin1"))).join("\n");
      for (const needle of needles) {
        if (holds([text], needle)) traces.add(`${needle.name} in ${table}.${column}`);
      }
    }
  }
  return [...traces].sort();
}

/** The same for the files of a folder; emails are parsed like an email client does. */
export async function findTracesInFiles(
  folder: string,
  canaries: readonly Canary[],
): Promise<string[]> {
  const traces: string[] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((it) => it.isFile())) {
    const bytes = await readFile(join(entry.parentPath, entry.name));
    const email = entry.name.endsWith(".eml") ? JSON.stringify(await PostalMime.parse(bytes)) : "";
    const texts = [bytes, Buffer.from(email)].flatMap(layersOf);
    for (const needle of canaries.map(needlesOf)) {
      if (holds(texts, needle)) traces.push(`${needle.name} in ${entry.name}`);
    }
  }
  return traces;
}

export function findTracesInText(text: string, canaries: readonly Canary[]): string[] {
  const texts = layersOf(Buffer.from(text));
  return canaries.map(needlesOf).flatMap((it) => (holds(texts, it) ? [it.name] : []));
}

function contentOf(value: unknown, kind: Kind): Buffer {
  if (kind === "bytes") return Buffer.from(String(value).replace(/^\\x/, ""), "hex");
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
}

interface Needle {
  readonly name: string;
  /** Hexadecimal form in lower case. */
  readonly forms: readonly string[];
}

function needlesOf({ name, bytes }: Canary): Needle {
  const buffer = Buffer.from(bytes);
  // Base64 has three forms, by the position modulo three; characters that depend on neighboring bytes are cut off.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), buffer])
      .toString("base64")
      .slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + buffer.length) * 8) / 6)),
  );
  const plain = buffer.toString("latin1");
  const forms = [
    plain,
    encodeURIComponent(plain),
    buffer.toString("hex"),
    ...base64,
    ...base64.map((it) => it.replaceAll("+", "-").replaceAll("/", "_")),
  ];
  return { name, forms: [...new Set(forms.map((it) => it.toLowerCase()))] };
}

/** The bytes, raw and inflated, as lower-case text with one character per byte. */
function layersOf(bytes: Buffer): string[] {
  const [first = 0, second = 0] = bytes;
  const inflated = [
    ...tried(inflateRawSync, bytes),
    // The headers of zlib (RFC 1950) and gzip (RFC 1952), without which these always fail.
    ...(first % 16 === 8 && (first * 256 + second) % 31 === 0 ? tried(inflateSync, bytes) : []),
    ...(first === 0x1f && second === 0x8b ? tried(gunzipSync, bytes) : []),
  ];
  return [bytes, ...inflated].map((it) => it.toString("latin1").toLowerCase());
}

const holds = (texts: readonly string[], { forms }: Needle): boolean =>
  texts.some((text) => forms.some((it) => text.includes(it)));

function tried(inflate: (bytes: Buffer) => Buffer, bytes: Buffer): Buffer[] {
  const { stackTraceLimit } = Error;
  // Most bytes are not deflated. The stacks of these errors took most of a search's time.
  Error.stackTraceLimit = 0;
  try {
    return [inflate(bytes)];
  } catch {
    return [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
