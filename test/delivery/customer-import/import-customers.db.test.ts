import { describe, expect, test } from "vitest";
import { unsubscribedSince } from "~/delivery/consents/consent-ledger";
import { listConsentStatements } from "~/delivery/consents/consent-store.server";
import { importCustomersJob } from "~/delivery/customer-import/import-customers.job.server";
import { loadCustomerImport } from "~/pages/customers/customer-import-page.server";
import { exportRefusedRows, findImportFile } from "~/pages/customers/export-customer-import.server";
import { runAsRequest, setRequestStaff } from "~/privacy/request-staff.server";
import { daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { createProfile } from "../../support/rows";
import { useImports } from "./use-imports";

const {
  db,
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
} = useImports();

describe("a dry run", () => {
  test("changes nothing, and finds what the import then does", async () => {
    const ada = await createProfile(db(), keyring, { customerId: "1" });
    const file = [
      "Email,Consent,Tier",
      `${ada.email},subscribed,gold`,
      "new@example.com,subscribed,silver",
      "gone@example.com,unsubscribed,",
      "gone@example.com,unsubscribed,",
      "nobody,subscribed,",
      "eve@example.com,abonniert,",
    ].join("\n");
    const checked = await check(file);
    expect(checked).toMatchObject({ state: "checked", rowCount: 6 });
    expect(checked.counts).toMatchObject({
      rows: 6,
      customers: 1,
      unknown: 3,
      changed: 1,
      suppressed: 1,
      suppressedBefore: 1,
      consents: 2,
      forShopify: 1,
      refused: { invalid_address: 1, unknown_status: 1 },
    });
    expect(await db().suppression.count()).toBe(0);
    expect(await db().consentEntry.count()).toBe(0);
    expect(await propertiesOf(ada.profileId)).toEqual([]);

    await change({ kind: "import" });
    await runJob();
    const { found } = await page();
    expect(found).toMatchObject({ state: "imported", counts: checked.counts });
    expect(await reasonsOf("gone@example.com")).toEqual(["unsubscribe"]);
    expect(await propertiesOf(ada.profileId)).toEqual([{ name: "tier", value: "gold" }]);
    const words = { headings: ["Row", "Problem"], textOf: (it: string) => it };
    const stored = (await findImportFile(SHOP, deps()))!;
    expect(await linesOf(exportRefusedRows(SHOP, stored, words, deps()))).toEqual([
      '"Row","Problem"',
      '"6","invalid_address"',
      '"7","unknown_status"',
    ]);
    expect(await forShopify()).toEqual([
      '"First Name","Last Name","Email","Accepts Email Marketing"',
      '"","","new@example.com","yes"',
    ]);
  });

  test.each([
    [
      "a quote that is never closed",
      'Email,Name\na@example.com,Ada\n"b@example.com,Bob\n',
      "not_csv",
    ],
    ["no rows", "Email,Name\n", "empty"],
  ])("says that a file has %s, and imports none of it", async (_name, file, fault) => {
    expect(await check(file)).toMatchObject({ state: "unreadable", fault });
    expect(await change({ kind: "import" })).toBe("changed");
    expect(await db().suppression.count()).toBe(0);
  });

  test("needs one column with addresses", async () => {
    await upload("Name\nAda\n");
    const settings = { roles: ["property"], encoding: "utf-8", dayOrder: null, fileStatus: "none" };
    expect(await change({ kind: "check", settings })).toBe("email");
  });
});

describe("an import never weakens", () => {
  const subscribed = (address: string) =>
    `Email,Consent,Consent Timestamp\n${address},subscribed,2026-03-01\n`;

  test("an unsubscribe in Shopify, although the file's consent is later", async () => {
    const ada = await createProfile(db(), keyring, { customerId: "1" });
    const gone = { marketingState: "unsubscribed", marketingChangedAt: daysAgo(400) };
    await db().profile.updateMany({ data: gone });
    const { counts } = await importFile(subscribed(ada.email));
    expect(counts).toMatchObject({ consents: 1, overruled: 1, forShopify: 0 });
    expect(await db().profile.findFirst()).toMatchObject({ marketingState: "unsubscribed" });
    const statements = await listConsentStatements(db(), SHOP, indexOf(ada.email));
    expect(unsubscribedSince(statements)).toEqual(daysAgo(400));
    expect(await forShopify()).toHaveLength(1);
  });

  test("an unsubscribe or a suppression here, or in another row of the file", async () => {
    await importFile("Email,Consent\nbob@example.com,unsubscribed\n");
    await importFile(
      `${subscribed("bob@example.com")}eve@example.com,subscribed,\neve@example.com,spam,\n`,
    );
    expect(await reasonsOf("bob@example.com")).toEqual(["unsubscribe"]);
    expect(await reasonsOf("eve@example.com")).toEqual(["complaint"]);
    expect(await forShopify()).toHaveLength(1);
  });

  test("and suppresses customers who are subscribed in Shopify", async () => {
    const ada = await createProfile(db(), keyring, { customerId: "1" });
    await importFile(`Email,Consent\n${ada.email.toUpperCase()},unsubscribed\n`);
    expect(await reasonsOf(ada.email)).toEqual(["unsubscribe"]);
  });

  test("and keeps the properties that a flow or an app set", async () => {
    const { profileId, email } = await createProfile(db(), keyring, { customerId: "1" });
    const own = { shopId: SHOP, profileId, name: "tier", value: "own", flowId: "api", setAt: NOW };
    await db().profileProperty.create({ data: own });
    await importFile(`Email,Tier,Size\n${email},imported,M\n`);
    await importFile(`Email,Tier,Size\n${email},imported,L\n`);
    expect(await propertiesOf(profileId)).toEqual([
      { name: "size", value: "L" },
      { name: "tier", value: "own" },
    ]);
  });
});

describe("an import", () => {
  const MANY = [
    "Email,Consent",
    ...Array.from({ length: 1_200 }, (_, i) => `p${i}@example.com,${i % 2 ? "yes" : "bounced"}`),
  ].join("\n");
  const FILE =
    "Email,Consent,Tier\ncustomer-1@example.com,subscribed,gold\nx@example.com,bounced,\n";

  test("changes nothing when its file is imported again", async () => {
    await createProfile(db(), keyring, { customerId: "1" });
    await importFile(FILE);
    const { counts } = await importFile(FILE);
    expect(counts).toMatchObject({
      suppressed: 0,
      suppressedBefore: 1,
      consents: 0,
      consentsBefore: 1,
    });
    expect(await consentsOf("customer-1@example.com")).toHaveLength(1);
  });

  test("is undone, except the suppressions", async () => {
    const { profileId } = await createProfile(db(), keyring, { customerId: "1" });
    const { importId } = await importFile(FILE);
    expect(await change({ kind: "undo", importId })).toBeNull();
    await runJob();
    expect((await page()).found?.state).toBe("undone");
    expect(await propertiesOf(profileId)).toEqual([{ name: "tier", value: null }]);
    expect(await consentsOf("customer-1@example.com")).toEqual([]);
    expect(await reasonsOf("x@example.com")).toEqual(["hard_bounce"]);
    const entries = await db().auditEntry.findMany({ orderBy: { auditId: "asc" } });
    expect(entries.map(({ action }) => action).toSorted()).toEqual([
      "customer_import_undone",
      "customers_imported",
    ]);
    expect(JSON.stringify(entries)).not.toContain("@example.com");
  });

  test("stays in the history with its file and counts, and is undone although a later one exists", async () => {
    const { profileId } = await createProfile(db(), keyring, { customerId: "1" });
    const first = await runAsRequest(async () => {
      setRequestStaff("7001");
      return importFile(FILE, "2026-06 subscribers.csv");
    });
    await importFile("Email,Size\ncustomer-1@example.com,M\n", "sizes.csv");
    await upload("Email\nlater@example.com\n", "not-imported.csv");
    expect((await page()).history).toMatchObject({
      hasNext: false,
      imports: [
        { fileName: "sizes.csv", staffId: null, state: "imported", rowCount: 1 },
        {
          ...{ fileName: "2026-06 subscribers.csv", staffId: "7001", importId: first.importId },
          ...{ rowCount: 2, counts: { changed: 1, suppressed: 1, consents: 1 } },
        },
      ],
    });
    expect(JSON.stringify(await db().customerImport.findMany())).not.toContain("sizes.csv");

    expect(await change({ kind: "undo", importId: first.importId })).toBeNull();
    expect(await upload(FILE)).toBe("busy");
    await runJob();
    expect((await page()).history.imports.map(({ state }) => state)).toEqual([
      "imported",
      "undone",
    ]);
    expect(await propertiesOf(profileId)).toEqual([
      { name: "size", value: "M" },
      { name: "tier", value: null },
    ]);
    expect(await change({ kind: "undo", importId: first.importId })).toBe("changed");
  });

  test("resumes after it was stopped, and counts each row once", async () => {
    await check(MANY);
    await change({ kind: "import" });
    const stopped = AbortSignal.abort();
    let runs = 1;
    while ((await importCustomersJob.run(SHOP, deps(), stopped)).more) runs += 1;
    expect(runs).toBeGreaterThan(1);
    expect((await page()).found).toMatchObject({ state: "imported", counts: { rows: 1_200 } });
  });

  test("runs once, although two workers run it", async () => {
    await check(MANY);
    await change({ kind: "import" });
    await Promise.all([runJob(), runJob()]);
    await runJob();
    expect((await page()).found).toMatchObject({
      state: "imported",
      counts: { rows: 1_200, suppressed: 600, consents: 600 },
    });
  });

  test("is not replaced while it runs", async () => {
    await check(FILE);
    await change({ kind: "import" });
    expect(await upload(FILE)).toBe("busy");
    await runJob();
    expect(await upload(FILE)).toBe("ready");
  });

  test("concerns no other shop", async () => {
    await importFile(FILE);
    expect(await db().suppression.count({ where: { shopId: OTHER_SHOP } })).toBe(0);
    expect(await loadCustomerImport(OTHER_SHOP, null, deps())).toEqual({
      found: null,
      columns: null,
      history: { page: 1, hasNext: false, imports: [] },
    });
  });
});
