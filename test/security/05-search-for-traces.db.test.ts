import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOSED_COLUMNS } from "~/closed-columns.server";
import type { Database } from "~/db.server";
import { startPgBossQueue, type PgBossQueue } from "~/jobs/queue.pg-boss.server";
import { erasePerson } from "~/privacy/erase-customer.server";
import { SEALED_COLUMNS } from "~/privacy/sealed-columns";
import { fillEveryTable, WRITES_EVERY_TABLE } from "../stores/every-table";
import { CUSTOMER, EMAIL } from "../stores/table-values";
import { NOW, SHOP } from "../support/builders";
import { openOwnDatabase } from "../support/database";
import { outboxDeps } from "../support/outbox-stage";
import { findTraces, findTracesInText, listColumns, textCanary, type Canary } from "./find-traces";

let database: Database;
let queue: PgBossQueue;

beforeAll(async () => {
  database = await openOwnDatabase();
  queue = await startPgBossQueue(database, ["events.drain-inbox"], () => undefined);
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});

class RollBack extends Error {}
async function rolledBack(work: (tx: Parameters<typeof fillEveryTable>[0]) => Promise<void>) {
  const run = database.db.$transaction(async (tx) => {
    // A sequence skips the numbers of rolled-back transactions; rows have their own ids.
    await tx.$executeRaw`select setval(pg_get_serial_sequence('event', 'seq'), 1000)`;
    await work(tx);
    throw new RollBack();
  }, WRITES_EVERY_TABLE);
  await expect(run).rejects.toThrow(RollBack);
}

describe("the search for personal data", () => {
  test("finds values in any column of any table, also sealed and deflated, and in the queue", async () => {
    const { keyring } = outboxDeps(database);
    await rolledBack(async (tx) => {
      await fillEveryTable(tx, SHOP, keyring);
      await tx.bouncedAddress.create({
        data: { addressIndex: new Uint8Array(32), bouncedAt: NOW },
      });
      await tx.mailerAccount.create({
        data: { account: "a", tokens: 1, ratePerSecond: 1, refilledAt: NOW },
      });
      await tx.mailboxCounter.create({
        data: { mailboxIndex: new Uint8Array(32), emailedAt: [NOW], expiresAt: NOW },
      });
      await tx.usedKey.create({
        data: { purpose: "seal", keyId: "k0", fingerprint: "f0", firstUsedAt: NOW },
      });
      await tx.inboundMailbox.create({ data: { mailbox: "b0", nextReadAt: NOW } });
      await tx.timeline.create({ data: { timelineId: "t0", beatAt: NOW } });
      await queue.announce(tx, SHOP, "webhook_received");
      const canaries: Canary[] = [];
      const columns = (await listColumns(tx)).map((it, index) => ({ ...it, index }));
      const tables = Map.groupBy(columns, ({ schema, table }) => `"${schema}"."${table}"`);
      for (const [name, ofTable] of tables) {
        const planted = ofTable.flatMap(({ schema, table, column, type, index }) => {
          const isQueued = schema === "pgboss" && table === "job" && column === "data";
          const isSealed = SEALED_COLUMNS.some((it) => it.table === table && it.column === column);
          // They cannot contain personal data.
          if (CLOSED_COLUMNS[table]?.[column]) return [];
          if (isSealed || column === "shop_id" || table.startsWith("_")) return [];
          if (schema !== "public" && !isQueued) return [];
          const text = `canary-${index}-of-its-own`;
          const value = plantedValue(type, text, index);
          return value === null ? [] : [{ ...value, column, text, at: `${table}.${column}` }];
        });
        if (planted.length === 0) continue;
        const isPublic = ofTable[0]?.schema === "public";
        if (isPublic) {
          await tx.$executeRawUnsafe(
            `delete from ${name} where ctid <> (select min(ctid) from ${name})`,
          );
        }
        const changes = planted.map(({ column, sql }, i) => `"${column}" = ${sql(i + 1)}`);
        const count = await tx.$executeRawUnsafe(
          `update ${name} set ${changes.join()}`,
          ...planted.map(({ parameter }) => parameter),
        );
        if (isPublic) expect(count, name).toBe(1);
        if (count === 0) continue;
        canaries.push(...planted.map(({ at, text }) => ({ ...textCanary(text), name: at })));
      }
      for (const [index, { table, column, row }] of SEALED_COLUMNS.entries()) {
        const [found] = await tx.$queryRawUnsafe<{ row: string }[]>(
          `select ${row} as row from "${table}"`,
        );
        const text = `canary-sealed-${index}-of-its-own`;
        const long = index % 2 === 0 ? text : `${"filling ".repeat(2_000)}${text}`;
        const place = { table, column, shopId: SHOP, row: found!.row };
        await tx.$executeRawUnsafe(
          `update "${table}" set "${column}" = $1`,
          keyring.seal(long, place),
        );
        canaries.push({ ...textCanary(text), name: `${table}.${column}` });
      }
      const expected = canaries.map(({ name }) => `${name} in ${name}`);
      expect(expected.length).toBeGreaterThan(250);
      expect(expected.join()).toContain(".data in ");
      const found = new Set(await findTraces(tx, keyring, canaries));
      expect(expected.filter((it) => !found.has(it))).toEqual([]);
    });
  });

  test("finds a blind index as bytes, as digits and in JSON, and part of an address in base64", () => {
    const index = outboxDeps(database).keyring.blindIndex(SHOP, EMAIL);
    const canary = { name: "index", bytes: index };
    for (const text of [
      JSON.stringify({ emailIndex: Buffer.from(index).toString("hex") }),
      `x${Buffer.from(index).toString("base64url")}`,
    ]) {
      expect(findTracesInText(text, [canary])).toEqual(["index"]);
    }
    const packed = Buffer.from(`..${EMAIL}..`).toString("base64");
    expect(findTracesInText(packed, [textCanary(EMAIL)])).toEqual([EMAIL]);
    expect(findTracesInText(packed, [textCanary("somebody@else.example")])).toEqual([]);
  });
});

/** A value of a column's type that contains a text, and its SQL form; null if the type cannot. */
function plantedValue(type: string, text: string, index: number) {
  switch (type) {
    case "text":
    case "character varying":
      return { sql: (n: number) => `$${n}`, parameter: text };
    case "jsonb":
    case "json":
      return {
        sql: (n: number) => `$${n}::jsonb`,
        parameter: JSON.stringify({ deep: [{ say: text }] }),
      };
    case "bytea": {
      const bytes = Buffer.from(text);
      return {
        sql: (n: number) => `$${n}`,
        parameter: index % 2 === 0 ? bytes : deflateRawSync(bytes),
      };
    }
    default:
      return null;
  }
}

describe("an erasure", () => {
  /** Rows of a shop without a customer, or that another job removes later. */
  const NOT_THEIRS = [
    "shop.sealed_contact",
    "shopify_session.sealed",
    "sign_up_guard.sealed_captcha_secret",
    "webhook_secret.sealed_secret",
    "webhook_secret.sealed_previous",
    "webhook_endpoint.sealed_secret",
    "webhook_endpoint.sealed_previous",
    // The merchant named the file.
    "customer_import.sealed_file_name",
    // A notice. A confirmation is theirs: see below.
    "system_email.sealed_email",
    // A discount code until it is deactivated in Shopify.
    "discount_code.sealed_code",
    // A waiting webhook is processed after the erasure: see below.
    "inbox_entry.sealed_body",
  ];

  test("leaves nothing in any table with a row of the customer", async () => {
    const deps = outboxDeps(database);
    await rolledBack(async (tx) => {
      const { keyring } = deps;
      await fillEveryTable(tx, SHOP, keyring);
      // Another shop's row.
      await tx.profile.deleteMany({ where: { customerId: "9" } });
      const canaries = [
        textCanary(EMAIL),
        { name: "index", bytes: keyring.blindIndex(SHOP, EMAIL) },
      ];
      const before = await findTraces(tx, keyring, canaries);
      expect(before).toContain("index in email_preference.email_index");
      const named = { customerId: CUSTOMER, emailIndex: null, orderIds: [] };
      await erasePerson(tx, SHOP, { ...named, requestKey: "r1" }, deps);
      const left = await findTraces(tx, keyring, canaries);
      expect(left.filter((it) => !NOT_THEIRS.includes(it.split(" in ")[1]!))).toEqual([
        "index in suppression.email_index",
      ]);
      expect(await tx.systemEmail.findMany()).toMatchObject([{ kind: "notice" }]);
    });
  });
});
