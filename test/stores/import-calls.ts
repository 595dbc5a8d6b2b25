import { NO_COUNTS } from "~/delivery/customer-import/import-counts";
import { NOW, OTHER_SHOP } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { EMAIL } from "./table-values";

const { keyring } = createTestDeps();
const emailIndex = Buffer.from(keyring.blindIndex(OTHER_SHOP, EMAIL)).toString("hex");
const importId = "i1";

/** Arguments of the store functions for imports of customers, after the database and the shop. */
export const IMPORT_CALLS = {
  findCustomerImport: [],
  startUpload: [{ importId: "i2", fileStatus: "none", fileName: "a.csv", at: NOW }, { keyring }],
  listPastImports: [{ skip: 0, take: 10 }, { keyring }],
  changeImportState: [{ importId, from: ["checked"], to: "importing" }],
  startPass: [{ importId, from: ["checked"], to: "importing" }],
  advanceImport: [
    { importId, state: "checked" },
    { from: 0, to: 5, counts: NO_COUNTS },
  ],
  expireImportFile: [new Date("2031-01-01")],
  storeImportParts: [importId, [{ part: 9, bytes: Uint8Array.of(1, 200) }], { keyring }],
  listImportParts: [{ importId, after: -1 }, { keyring }],
  findKnownAddresses: [[emailIndex]],
  appendImportedConsents: [[{ entryId: "e9", emailIndex, at: NOW }], importId],
};
