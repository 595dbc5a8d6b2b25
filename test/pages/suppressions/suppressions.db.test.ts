import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  changeSuppression,
  SuppressionChange,
} from "~/delivery/suppressions/change-suppressions.server";
import { importSuppressions } from "~/pages/suppressions/import-suppressions.server";
import {
  exportSuppressions,
  getSuppressionPage,
} from "~/pages/suppressions/list-suppressions.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";

let database: Database;
const deps = () => ({ ...createTestDeps(), db: database.db });

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.suppression.deleteMany();
  await db.auditEntry.deleteMany();
  await db.shop.deleteMany();
  await createShop(db, SHOP);
  await createShop(db, OTHER_SHOP);
});

const add = (address: string, why = "Asked on the phone") =>
  changeSuppression(SHOP, { kind: "add", address, why }, deps());
const list = (address = "", page = 1) =>
  getSuppressionPage(database.db, SHOP, { address, page }, deps());
const importFile = (file: string | Buffer, chunkBytes = 7) => {
  const bytes = Buffer.from(file);
  const count = Math.ceil(bytes.length / chunkBytes);
  const chunks = Array.from({ length: count }, (_, i) =>
    bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes),
  );
  return importSuppressions(SHOP, Readable.from(chunks), deps());
};
const exported = async () => {
  const lines: string[] = [];
  for await (const line of exportSuppressions(database.db, SHOP, deps())) lines.push(line);
  return lines.join("");
};
const addresses = async () => (await list()).rows.map(({ address }) => address).sort();

describe("a manually suppressed address", () => {
  test("is found by the exact address, in any case, and by no other shop", async () => {
    await add("Ada@Example.com");
    await add("bob@example.com");
    expect((await list("ada@example.COM")).rows).toMatchObject([
      { address: "Ada@Example.com", reason: "manual", note: "Asked on the phone" },
    ]);
    expect((await list("ada@example.co")).rows).toEqual([]);
    const elsewhere = await getSuppressionPage(
      database.db,
      OTHER_SHOP,
      { address: "", page: 1 },
      deps(),
    );
    expect(elsewhere.rows).toEqual([]);
  });

  test("is sealed, and does not appear in the audit trail", async () => {
    await add("ada@example.com", "ada@example.com asked us to");
    const rows = await database.db.suppression.findMany();
    expect(Buffer.from(rows[0]!.sealedAddress!).includes("ada@")).toBe(false);
    expect(JSON.stringify(await database.db.auditEntry.findMany())).not.toContain("ada@");
    expect((await list()).rows[0]?.note).toBe("(address) asked us to");
  });

  test("is suppressed once when it is added twice", async () => {
    await add("ada@example.com");
    expect(await add("ada@example.com")).toEqual({ kind: "unchanged", reason: "known" });
  });

  test("is allowed again with a reason, which is kept", async () => {
    await add("ada@example.com");
    const [row] = (await list()).rows;
    const remove = {
      kind: "remove",
      index: row!.index,
      reason: "manual",
      why: "A mistake",
    } as const;
    expect(await changeSuppression(SHOP, remove, deps())).toEqual({ kind: "changed" });
    expect(await addresses()).toEqual([]);
    expect(await changeSuppression(SHOP, remove, deps())).toEqual({
      kind: "unchanged",
      reason: "gone",
    });
    const audit = await database.db.auditEntry.findMany({
      where: { action: "suppression_removed" },
    });
    expect(audit).toMatchObject([{ detail: { reason: "manual", why: "A mistake" } }]);
  });

  test("needs an address and a reason", () => {
    const parse = (change: object) => SuppressionChange.safeParse({ kind: "add", ...change });
    expect(parse({ address: "ada", why: "Asked" }).success).toBe(false);
    expect(parse({ address: "ada@example.com", why: " " }).success).toBe(false);
  });

  test("is hidden after the customer's erasure, and stays suppressed", async () => {
    await add("ada@example.com");
    const request = { requestKey: "w1", customerId: null, email: "ada@example.com", orderIds: [] };
    await eraseCustomer(SHOP, request, deps());
    expect((await list("ada@example.com")).rows).toMatchObject([{ address: null, note: null }]);
  });
});

test.each(["unsubscribe", "complaint"] as const)(
  "keeps a suppression that the person requested: %s",
  async (reason) => {
    await importFile(`email,reason\nada@example.com,${reason}\n`);
    const [row] = (await list()).rows;
    expect(row).toMatchObject({ reason, isRemovable: false });
    const remove = { kind: "remove", index: row!.index, reason, why: "We want to" } as const;
    expect(await changeSuppression(SHOP, remove, deps())).toEqual({
      kind: "unchanged",
      reason: "theirs",
    });
    expect(await addresses()).toEqual(["ada@example.com"]);
  },
);

describe("an import of suppressions", () => {
  test("imports valid rows, reports the others and is idempotent", async () => {
    const file = [
      "\uFEFFName;x,E-Mail Address,Reason",
      `"Ada, Countess",ada@example.com,Hard bounce`,
      "Bob,bob@example.com,cleaned",
      ",,",
      "Eve,not an address,",
      `Ada again,ADA@example.com,hard_bounce`,
    ].join("\r\n");
    expect(await importFile(file)).toEqual({
      kind: "imported",
      added: 2,
      known: 1,
      badCount: 2,
      bad: [
        { row: 4, problem: "no_address" },
        { row: 5, problem: "invalid_address" },
      ],
    });
    const { rows } = await list();
    expect(new Map(rows.map(({ address, reason }) => [address, reason]))).toEqual(
      new Map([
        ["ada@example.com", "hard_bounce"],
        ["bob@example.com", "manual"],
      ]),
    );
    expect(await importFile(file)).toMatchObject({ added: 0, known: 3 });
  });

  test("lists the first thousand skipped rows and counts all of them", async () => {
    const rows = Array.from({ length: 1_200 }, (_, i) =>
      i % 12 === 0 ? `p${i}@example.com` : "x",
    );
    const outcome = await importFile(["email", ...rows].join("\n"), 4_096);
    expect(outcome).toMatchObject({ kind: "imported", added: 100, badCount: 1_100 });
    if (outcome.kind === "imported") {
      expect(outcome.bad).toHaveLength(1_000);
      expect(outcome.bad[0]).toEqual({ row: 3, problem: "invalid_address" });
    }
  });

  test.each([
    ["without a column of addresses", "name,reason\nAda,x\n", "no_email_column"],
    ["that is empty", "", "empty"],
    ["with a row without an end", `email\n"${"a".repeat(30_000)}`, "not_csv"],
  ])("refuses %s with a reason", async (_what, text, reason) => {
    const outcome = await importFile(text, 1_000);
    expect(outcome).toMatchObject({ kind: "refused", reason, added: 0 });
  });

  test("accepts thousands of rows", async () => {
    const rows = Array.from({ length: 2_500 }, (_, i) => `person${i}@example.com`);
    expect(await importFile(["email", ...rows].join("\n"), 4_096)).toMatchObject({ added: 2_500 });
    expect((await exported()).split("\r\n")).toHaveLength(2_500 + 2);
  });

  test.each([
    ["semicolons", 'Name;E-Mail;Grund\n"Ada; Countess";ada@example.com;x\n'],
    ["tabs", "Name\tE-Mail\nAda, Countess\tada@example.com\n"],
    ["no cells but one, in UTF-16", Buffer.from("\uFEFFemail\nada@example.com\n", "utf16le")],
    ["a name before the address", "email\nAda <ada@example.com>\n"],
    ["marks that nobody sees", "email\n\u200bada@example.com\u202c\n"],
  ])("reads a file with %s", async (_what, file) => {
    expect(await importFile(file)).toMatchObject({ added: 1, badCount: 0 });
    expect(await addresses()).toEqual(["ada@example.com"]);
  });

  test("reports where an unclosed quotation mark starts", async () => {
    const rows = Array.from({ length: 2_000 }, (_, i) => `a${i}@example.com`);
    const file = ["email", ...rows, '"eve@example.com', ...rows].join("\n");
    const outcome = await importFile(file, 4_096);
    expect(outcome).toMatchObject({ kind: "refused", reason: "not_csv", row: 2_002 });
  });
});

test("S9: round-trips an export, which contains no formulas", async () => {
  await add("=cmd@example.com", "=1+1");
  await add("ada@example.com");
  const file = await exported();
  expect(file).toContain(
    `"'=cmd@example.com","manual","marketing","${NOW.toISOString()}","","'=1+1"`,
  );
  await database.db.suppression.deleteMany();
  expect(await importFile(file, 64)).toMatchObject({ added: 2, badCount: 0 });
  expect(await addresses()).toEqual(["=cmd@example.com", "ada@example.com"]);
});
