import { describe, expect, test } from "vitest";
import { findImportFile } from "~/pages/customers/export-customer-import.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { exportCustomer } from "~/privacy/export-customer.server";
import { daysAgo, SHOP } from "../../support/builders";
import { createProfile } from "../../support/rows";
import { useImports } from "./use-imports";

const { db, keyring, deps, upload, page, runJob, importFile, indexOf, consentsOf } = useImports();

describe("an imported file", () => {
  test("is sealed", async () => {
    await upload("Email\nada@example.com\n");
    const [part] = await db().customerImportPart.findMany();
    expect(Buffer.from(part!.sealedBytes).includes("ada@example.com")).toBe(false);
  });

  test("is deleted after a week, and the report stays", async () => {
    await importFile("Email,Consent\nada@example.com,unsubscribed\n");
    await runJob(daysAgo(-8));
    expect(await db().customerImportPart.count()).toBe(0);
    expect((await page()).found).toMatchObject({ state: "imported", fileBytes: null });
    expect(await findImportFile(SHOP, deps())).toBeNull();
  });

  test("is deleted when a customer is erased, who may be in it", async () => {
    const { customerId, email } = await createProfile(db(), keyring, { customerId: "1" });
    await importFile(`Email,Consent,Tier\n${email},subscribed,gold\n`);
    const person = { customerId, emailIndex: indexOf(email), orderIds: [] };
    const exported = await exportCustomer(db(), SHOP, person, deps());
    expect(exported.properties).toMatchObject([{ name: "tier", value: "gold" }]);
    expect(exported.consents).toMatchObject([{ kind: "given", source: "import" }]);
    await eraseCustomer(SHOP, { customerId, email, orderIds: [], requestKey: "r1" }, deps());
    expect(await db().customerImportPart.count()).toBe(0);
    expect(await consentsOf(email)).toEqual([]);
    expect(await db().profileProperty.count()).toBe(0);
  });

  test.each([
    ["a spreadsheet", Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x14]), "archive"],
    ["an empty file", new Uint8Array(), "empty"],
  ])("is refused if it is %s", async (_name, bytes, fault) => {
    expect(await upload(Buffer.from(bytes))).toBe("unreadable");
    expect((await page()).found).toMatchObject({ state: "unreadable", fault });
  });
});
