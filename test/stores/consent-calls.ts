import { NOW, OTHER_SHOP } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { CUSTOMER, EMAIL } from "./table-values";

const { keyring } = createTestDeps();
const emailIndex = keyring.blindIndex(OTHER_SHOP, EMAIL);

/** Arguments of the consent ledger's store functions after the database and the shop. */
export const CONSENT_CALLS = {
  appendConsent: [
    {
      emailIndex,
      purpose: "marketing",
      kind: "confirmed",
      requestId: "request_id",
      at: NOW,
      source: "confirmation_page",
      consentText: null,
      locale: "en",
      list: null,
      addressHash: null,
    },
  ],
  listConsents: [emailIndex, "marketing"],
  listConsentStatements: [emailIndex],
  appendReportedConsents: [
    [
      {
        key: "shopify/consent/1",
        customerId: CUSTOMER,
        kind: "given",
        at: NOW,
        source: "shopify",
        optIn: null,
      },
    ],
    { keyring },
  ],
  appendWithdrawals: [
    [{ emailIndex: Buffer.from(emailIndex).toString("hex"), at: NOW, source: "import" }],
  ],
  listConsentTexts: [],
} as const;
