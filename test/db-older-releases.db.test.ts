import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyMigrations, readMigrations } from "~/db-migrations.server";
import { acrossShops } from "~/db-scope.server";
import type { Database } from "~/db.server";
import { createKeyring } from "~/privacy/keyring.server";
import { SEALED_COLUMNS } from "~/privacy/sealed-columns";
import { SHOP } from "./support/builders";
import { openOwnDatabase } from "./support/database";
import { TEST_SECRETS } from "./support/deps";

const FOLDER = "test/fixtures";
/** So that one is applied also to the dump of a release that no migration has followed yet. */
const NEXT = {
  name: "99990101000000_next",
  sql: `alter table "shop" add column "of_next_release" text not null default 'new';`,
};
/** Dumps of earlier releases, which `npm run database-fixture` writes. */
const DUMPS = readdirSync(FOLDER).filter((name) => /^database-.*\.sql\.gz$/.test(name));

test("there is a dump of an earlier release", () => {
  expect(DUMPS).toContain("database-0.2.0.sql.gz");
});

describe.each(DUMPS)("%s", (dump) => {
  let database: Database;
  let newest: string[];
  const keyring = createKeyring(TEST_SECRETS);

  beforeAll(async () => {
    database = await openOwnDatabase();
    newest = await listColumns();
    await run("drop schema public cascade; create schema public;");
    await run(gunzipSync(readFileSync(`${FOLDER}/${dump}`)).toString());
    await applyMigrations(database);
  });
  afterAll(() => database.close());

  /** As the owner of the tables. */
  async function run(sql: string): Promise<void> {
    const { driver } = database;
    if (driver.kind === "pglite") {
      await driver.pglite.exec(sql);
      return;
    }
    const client = new Client({ connectionString: driver.url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  const query = <Row>(sql: string, ...values: unknown[]) =>
    acrossShops("operate", () => database.db.$queryRawUnsafe<Row[]>(sql, ...values));

  async function listColumns(): Promise<string[]> {
    const rows = await query<{ column: string }>(`
      select concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) as column
      from information_schema.columns where table_schema = 'public'
        and table_name <> '_prisma_migrations' order by 1`);
    return rows.map(({ column }) => column);
  }

  test("becomes the newest schema", async () => {
    expect(await listColumns()).toEqual(newest);
  });

  test("keeps its rows, whose sealed values still open", async () => {
    for (const { table, column, row } of SEALED_COLUMNS) {
      const rows = await query<{ row: string; sealed: Uint8Array }>(
        `select ${row} as row, "${column}" as sealed from "${table}" where shop_id = $1 and "${column}" is not null`,
        SHOP,
      );
      for (const it of rows) {
        const location = { table, column, shopId: SHOP, row: it.row };
        expect(JSON.parse(keyring.open(it.sealed, location))).toHaveProperty("email");
      }
    }
    expect(await query(`select name from shop`)).toHaveLength(1);
  });

  test("takes the migrations of the release after this one", async () => {
    const migrations = [...readMigrations(), NEXT];
    expect(await applyMigrations(database, { migrations })).toEqual([NEXT.name]);
    expect(await query(`select of_next_release as added from shop`)).toEqual([{ added: "new" }]);
  });
});
