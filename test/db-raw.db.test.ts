import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acrossShops, findScope, inShop } from "~/db-scope.server";
import { openDatabase, type Database } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { isDatabaseAway } from "~/lib/outage.server";
import { freePort } from "./support/app-process";
import { SHOP } from "./support/builders";
import { openTestDatabase } from "./support/database";
import { storeShopWithFlows } from "./support/stored-rows";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const AT = new Date("2026-03-04T05:06:07.890Z");
const BYTES = new Uint8Array([0, 1, 255]);
const VALUES = Prisma.sql`
  select 7::int as int, 12345678901234567::bigint as big, 1.25::float8 as float, 1.10::numeric as decimal,
    true as bool, ${"a'b"}::text as text, null::text as nothing, ${AT}::timestamptz as at, ${AT}::timestamptz::date as day,
    ${BYTES}::bytea as bytes, ${JSON.stringify({ a: [1] })}::jsonb as json, 'null'::jsonb as "jsonNull",
    ${["x", "y"]}::text[] as texts, ${[1n, 2n]}::bigint[] as bigs, ${[AT]}::timestamptz[] as instants,
    array[1.5, null]::numeric[] as decimals, ${{ b: 2 }}::jsonb as object, '{}'::text[] as none`;

test("reads the same values as Prisma, in and out of a transaction", async () => {
  const { db } = database;
  const prisma = Object.getPrototypeOf(db) as typeof db;
  const [expected] = await prisma.$queryRaw<object[]>`${VALUES}`;
  expect(await db.$queryRaw`${VALUES}`).toEqual([expected]);
  expect(await db.$transaction((tx) => tx.$queryRaw`${VALUES}`)).toEqual([expected]);
  expect(expected).toMatchObject({ big: 12345678901234567n, at: AT, texts: ["x", "y"] });
});

test("reports a failed statement as Prisma does", async () => {
  const { db } = database;
  const prisma = Object.getPrototypeOf(db) as typeof db;
  const failed = async (client: typeof db) =>
    client.$queryRaw`select ${"x"}::int`.then(
      () => null,
      (error: unknown) => error as Prisma.PrismaClientKnownRequestError,
    );
  const [expected, error] = [await failed(prisma), await failed(db)];
  expect(error).toBeInstanceOf(Prisma.PrismaClientKnownRequestError);
  expect(error).toMatchObject({ code: expected!.code, meta: expected!.meta });
  expect(error!.message).toContain("invalid input syntax");
});

test("reports an outage as one, each time", async ({ skip }) => {
  if (database.driver.kind === "pglite") skip("PGlite has no connections");
  const url = `postgresql://nobody@127.0.0.1:${await freePort()}/none`;
  const away = await openDatabase({ driver: "postgres", url, poolSize: 1 }, findScope);
  try {
    for (const _ of ["through Prisma, which connects first", "directly"]) {
      const error = await away.db.$queryRaw`select 1`.catch((it: unknown) => it);
      expect(isDatabaseAway(error)).toBe(true);
    }
  } finally {
    await away.close();
  }
});

/** What a PostgreSQL server answers a connection while it starts. */
const IS_STARTING = Buffer.from(
  ["SFATAL", "VFATAL", "C57P03", "Mthe database system is starting up", "", ""].join("\0"),
);

test("reports a server that is starting as an outage, to every kind of statement", async ({
  skip,
}) => {
  if (database.driver.kind === "pglite") skip("PGlite has no connections");
  const answer = Buffer.concat([Buffer.from("E\0\0\0\0"), IS_STARTING]);
  answer.writeInt32BE(answer.length - 1, 1);
  const server = createServer((socket: Socket) => {
    socket.on("error", () => undefined).once("data", () => socket.end(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `postgresql://kindred@127.0.0.1:${port}/kindred`;
  const { db, close } = await openDatabase({ driver: "postgres", url, poolSize: 1 }, findScope);
  try {
    for (const ask of [
      () => db.$queryRaw`select 1`,
      () => db.$queryRaw`select 1`,
      () => db.$executeRaw`select 1`,
      () => db.shop.count(),
      () => db.$transaction((tx) => tx.$queryRaw`select 1`),
    ]) {
      const error = await acrossShops("operate", ask).catch((it: unknown) => it);
      expect(error).toMatchObject({ message: expect.stringContaining("starting up") as unknown });
      expect(isDatabaseAway(error)).toBe(true);
    }
  } finally {
    await close();
    server.close();
  }
});

test("commits and rolls back with Prisma's own statements", async () => {
  const { db } = database;
  await storeShopWithFlows(db);
  const rename = (name: string, fails: boolean) =>
    db.$transaction(async (tx) => {
      await tx.$executeRaw`update shop set name = ${name} where shop_id = ${SHOP}`;
      expect(await tx.shop.findFirst()).toMatchObject({ name });
      if (fails) throw new Error("Undone");
    });
  await rename("Kept", false);
  await expect(rename("Lost", true)).rejects.toThrow("Undone");
  expect(await db.$queryRaw`select name from shop`).toEqual([{ name: "Kept" }]);
});

test("refuses a statement after its transaction timed out, which would run outside of its shop", async () => {
  const { db } = database;
  const late = inShop(SHOP, () =>
    db.$transaction(
      async (tx) => {
        await tx.$queryRaw`select 1`;
        await sleep(300);
        await tx.$executeRaw`update shop set name = 'Late'`;
      },
      { timeout: 100 },
    ),
  );
  await expect(late).rejects.toThrow("after the end of its transaction");
  expect(await db.$queryRaw`select count(*)::int as late from shop where name = 'Late'`).toEqual([
    { late: 0 },
  ]);
});
