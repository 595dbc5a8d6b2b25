import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  listBackfills,
  resetBackfills,
  type Backfill,
} from "~/events/backfill/backfill-store.server";
import { importBackfill } from "~/events/backfill/import-backfill.server";
import { createShop, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { waitFor } from "../../support/wait-for";

const COUNT = 1_200;
const customer = (n: number) =>
  JSON.stringify({
    id: `gid://shopify/Customer/${n}`,
    firstName: `Ada ${n} ✓`,
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-01-01T00:00:00Z",
    defaultEmailAddress: null,
  });
const lines = Array.from({ length: COUNT }, (_, n) => customer(n + 1));

let database: Database;
let server: Server;
let answer: {
  status: number;
  body: string;
  breakOff?: { readonly at: number; readonly when: Promise<unknown> };
};
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  server = createServer((_request, response) => {
    response.writeHead(answer.status);
    const { breakOff } = answer;
    if (!breakOff) return response.end(answer.body);
    response.write(answer.body.slice(0, breakOff.at));
    void breakOff.when.then(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await database.close();
});
beforeEach(async () => {
  answer = { status: 200, body: `${lines.join("\n")}\n` };
  await database.db.event.deleteMany();
  await database.db.$transaction((tx) => resetBackfills(tx, SHOP, NOW));
  await database.db.backfill.updateMany({
    where: { resource: "customers" },
    data: { state: "importing", bulkOperationId: "gid://shopify/BulkOperation/1" },
  });
});

const customers = async (): Promise<Backfill> =>
  (await listBackfills(database.db, SHOP)).find((it) => it.resource === "customers")!;
const countEvents = () => database.db.event.count({ where: { kind: "customer_created" } });

function importNow(
  backfill: Backfill,
  { untilMs = Infinity, signal = new AbortController().signal } = {},
) {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/result.jsonl`;
  const source = { url, currency: "GBP", untilMs };
  const deps = { ...createTestDeps(), db: database.db };
  return importBackfill(SHOP, backfill, source, deps, signal);
}

describe("importBackfill", () => {
  test("records a result of several slices to its end", async () => {
    expect(await importNow(await customers())).toEqual({ kind: "done" });
    expect(await countEvents()).toBe(COUNT);
    expect(await customers()).toMatchObject({
      state: "done",
      importedCount: COUNT,
      linesDone: COUNT,
    });
  });

  test("stops after a slice when its time is up, and continues there later", async () => {
    expect(await importNow(await customers(), { untilMs: 0 })).toEqual({ kind: "interrupted" });
    const stopped = await customers();
    expect(stopped).toMatchObject({ state: "importing", importedCount: 500 });
    expect(await countEvents()).toBe(500);

    expect(await importNow(stopped)).toEqual({ kind: "done" });
    expect(await countEvents()).toBe(COUNT);
    expect(await customers()).toMatchObject({ importedCount: COUNT, linesDone: COUNT });
  });

  test("stops after the current slice when the process shuts down", async () => {
    expect(await importNow(await customers(), { signal: AbortSignal.abort() })).toEqual({
      kind: "interrupted",
    });
    expect(await countEvents()).toBe(500);
  });

  test("keeps stored slices when the connection breaks, and finishes later", async () => {
    const held = Promise.withResolvers<undefined>();
    answer.breakOff = { at: Math.floor(answer.body.length * 0.95), when: held.promise };
    const brokenOff = expect(importNow(await customers())).rejects.toMatchObject({
      code: "upstream",
    });
    await waitFor("a slice to be kept", async () => (await countEvents()) > 0 || null);
    held.resolve(undefined);
    await brokenOff;
    expect(await customers()).toMatchObject({ state: "importing", importedCount: 500 });

    delete answer.breakOff;
    expect(await importNow(await customers())).toEqual({ kind: "done" });
    expect(await countEvents()).toBe(COUNT);
  });

  test("writes nothing after another worker advanced the import", async () => {
    const stale = await customers();
    await importNow(stale, { untilMs: 0 });
    expect(await importNow(stale)).toEqual({ kind: "interrupted" });
    expect(await countEvents()).toBe(500);
  });

  test("reports objects that could not be read", async () => {
    answer.body = [lines[0], "{ torn", JSON.stringify({ id: "gid://shopify/Customer/7" })].join(
      "\n",
    );
    expect(await importNow(await customers())).toEqual({ kind: "done" });
    expect(await customers()).toMatchObject({
      state: "done",
      importedCount: 1,
      reason: expect.stringContaining("Some could not be read") as string,
    });
  });

  test.each([
    [403, true],
    [404, true],
    [503, false],
  ])("reports by status %i whether the file is gone: %s", async (status, isExpired) => {
    answer = { status, body: "" };
    expect(await importNow(await customers())).toMatchObject({ kind: "unreadable", isExpired });
  });
});
