import { NOW, OTHER_SHOP } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { EMAIL } from "./table-values";

const { keyring } = createTestDeps();
const emailIndex = keyring.blindIndex(OTHER_SHOP, EMAIL);

/** Arguments of the store functions for sender domains and test emails after the database and the shop. */
export const DOMAIN_CALLS = {
  findTestAddressState: [emailIndex],
  requestTestAddressConfirmation: ["new@kettle.example", { keyring, now: NOW }],
  confirmTestAddress: [emailIndex],
  listTestAddresses: [{ keyring }],
  removeTestAddress: [emailIndex],
  stopTestAddress: [emailIndex, NOW],
  takeTestEmail: [{ kind: "test", limit: 20 }, NOW],
  findDomain: ["kettle.example"],
  listDomains: [],
  listSenderDomains: [],
  addDomain: ["new.example", NOW],
  countDomains: [],
  removeDomain: ["kettle.example"],
  storeAnswer: [
    "kettle.example",
    {
      answer: { kind: "unknown" },
      dmarc: { kind: "none" },
      bimi: { kind: "none" },
      texts: { kind: "none" },
    },
    NOW,
  ],
};
