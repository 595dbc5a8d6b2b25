import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { openTestDatabase } from "./support/database";

/**
 * The unique keys without a shop, with the reason. These tables live in one place of a database that is spread by shop,
 * beside the directory of its shops. All other keys begin with the shop, and all foreign keys stay within it.
 */
const GLOBAL_KEYS: Readonly<Record<string, string>> = {
  "api_key (key_hash)": "a request of the API names its shop only by its key",
  "pixel_account (account_id)": "a pixel names its shop only by its account",
  "shopify_session (session_id)": "Shopify's library asks for a session by its id",
  "domain_owner (domain)": "a sender domain belongs to one shop of all",
  "bounced_address (address_index)": "an address that does not exist is known to all shops",
  "mailbox_counter (mailbox_index)": "all shops together send a mailbox few confirmations",
  "inbound_mailbox (mailbox)": "one mailbox receives the reports of all shops",
  "mailer_account (account)": "the provider's rate limit covers all shops",
  "used_key (purpose, key_id)": "a process needs every key that was ever used",
  "timeline (id)": "a database is restored with all of its shops",
  "_prisma_migrations (id)": "a migration changes the tables of all shops",
};

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

interface Key {
  readonly table: string;
  readonly columns: readonly string[];
  /** Of a foreign key. */
  readonly into: string | null;
  readonly referenced: readonly string[];
}

/** The columns of a catalog's array of column numbers, in its order. */
const columnsOf = (table: string, numbers: string) => `array(
  select attname::text from unnest(${numbers}) with ordinality as part (number, place)
  join pg_attribute on attrelid = ${table} and attnum = part.number order by place)`;

const listKeys = (): Promise<Key[]> =>
  database.db.$queryRawUnsafe(`
    select indrelid::regclass::text as table, ${columnsOf("indrelid", "indkey::int2[]")} as columns,
      null as into, array[]::text[] as referenced
    from pg_index join pg_class on pg_class.oid = indrelid
    where relnamespace = 'public'::regnamespace and indisunique
    union all
    select conrelid::regclass::text, ${columnsOf("conrelid", "conkey")}, confrelid::regclass::text,
      ${columnsOf("confrelid", "confkey")}
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`);

describe("the keys of the database", () => {
  test("begin with the shop, except those of one list", async () => {
    const keys = (await listKeys()).filter(({ into }) => into === null);
    expect(keys.length).toBeGreaterThan(80);
    const without = keys.filter(({ columns: [first] }) => first !== "shop_id");
    expect(without.map((it) => `${it.table} (${it.columns.join(", ")})`).sort()).toEqual(
      Object.keys(GLOBAL_KEYS).sort(),
    );
  });

  test("lead to rows of the same shop", async () => {
    const keys = (await listKeys()).filter(({ into }) => into !== null);
    expect(keys.length).toBeGreaterThan(60);
    const sharesShop = ({ columns: own, referenced }: Key) =>
      own.includes("shop_id") && own.indexOf("shop_id") === referenced.indexOf("shop_id");
    expect(keys.filter((key) => !sharesShop(key))).toEqual([]);
  });
});
