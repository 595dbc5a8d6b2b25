import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import type { Database } from "~/db.server";
import { importCustomersJob } from "~/delivery/customer-import/import-customers.job.server";
import { changeCustomerImport } from "~/pages/customers/change-customer-import.server";
import { loadCustomerImport } from "~/pages/customers/customer-import-page.server";
import { exportForShopify, findImportFile } from "~/pages/customers/export-customer-import.server";
import { uploadCustomers } from "~/pages/customers/upload-customers.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";

/** A shop that imports files of customers, and what is stored of them. */
export function useImports() {
  let database: Database;
  const testDeps = createTestDeps();
  const { keyring } = testDeps;
  const deps = (now = NOW) => ({ ...testDeps, db: database.db, now: () => now });

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    const { db } = database;
    await db.customerImport.deleteMany();
    await db.customerImportPart.deleteMany();
    await db.consentEntry.deleteMany();
    await db.suppression.deleteMany();
    await db.profile.deleteMany();
    await db.auditEntry.deleteMany();
    await db.shop.deleteMany();
    await createShop(db, SHOP);
    await createShop(db, OTHER_SHOP);
  });

  const upload = (file: string | Buffer, fileName = "customers.csv", now = NOW) => {
    const bytes = Buffer.from(file);
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7_000) }, (_, i) =>
      bytes.subarray(i * 7_000, (i + 1) * 7_000),
    );
    return uploadCustomers(SHOP, { chunks: Readable.from(chunks), fileName }, deps(now));
  };
  const page = async (encoding: string | null = null) => loadCustomerImport(SHOP, encoding, deps());
  const change = (body: object) => changeCustomerImport(SHOP, body, deps());

  async function runJob(now = NOW): Promise<void> {
    while ((await importCustomersJob.run(SHOP, deps(now), new AbortController().signal)).more);
  }

  /** Uploads and checks a file with the recognized columns. */
  async function check(file: string | Buffer, fileName?: string) {
    expect(await upload(file, fileName)).toBe("ready");
    const { columns } = await page();
    const { encoding, dayOrder, fileStatus } = columns!;
    const roles = columns!.columns.map(({ role }) => role);
    const settings = { roles, encoding, dayOrder, fileStatus };
    expect(await change({ kind: "check", settings })).toBeNull();
    await runJob();
    return (await page()).found!;
  }

  async function importFile(file: string | Buffer, fileName?: string) {
    await check(file, fileName);
    expect(await change({ kind: "import" })).toBeNull();
    await runJob();
    return (await page()).found!;
  }

  const indexOf = (address: string, shopId = SHOP) => keyring.blindIndex(shopId, address);
  const reasonsOf = async (address: string) => {
    const rows = await database.db.suppression.findMany({
      where: { shopId: SHOP, emailIndex: indexOf(address) },
      orderBy: { reason: "asc" },
    });
    return rows.map(({ reason }) => reason);
  };
  const consentsOf = (address: string) =>
    database.db.consentEntry.findMany({
      where: { shopId: SHOP, emailIndex: indexOf(address), kind: "given", source: "import" },
    });
  async function linesOf(lines: AsyncIterable<string>): Promise<string[]> {
    let csv = "";
    for await (const line of lines) csv += line;
    return csv.replace("\uFEFF", "").trimEnd().split("\r\n");
  }
  const forShopify = async () =>
    linesOf(exportForShopify(SHOP, (await findImportFile(SHOP, deps()))!, deps()));
  const propertiesOf = (profileId: string) =>
    database.db.profileProperty.findMany({
      where: { shopId: SHOP, profileId },
      orderBy: { name: "asc" },
      select: { name: true, value: true },
    });
  return {
    db: () => database.db,
    keyring,
    deps,
    upload,
    page,
    change,
    runJob,
    check,
    importFile,
    indexOf,
    reasonsOf,
    consentsOf,
    linesOf,
    forShopify,
    propertiesOf,
  };
}
