import { NOW } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { CUSTOMER, EMAIL, PROFILE } from "./table-values";

const { keyring } = createTestDeps();

const METAFIELD = {
  namespace: "custom",
  key: "tier",
  name: "Tier",
  type: "single_line_text_field",
};

/** Arguments of the store functions for profiles, merges, properties, the search and notes, after the database and the shop. */
export const CUSTOMER_CALLS = {
  findProfile: [PROFILE, { keyring }],
  findProfiles: [[PROFILE], { keyring }],
  findProfilesByEmail: [EMAIL, { keyring }],
  listProfiles: [{ skip: 0, take: 9 }, { keyring }],
  countCustomers: [],
  replaceSearchTokens: [
    [{ profileId: PROFILE, contact: { email: EMAIL, firstName: "Orla", lastName: null } }],
    { keyring },
  ],
  listCustomerNotes: [[CUSTOMER], { keyring }],
  addCustomerNote: [
    { customerId: CUSTOMER, text: "Called" },
    { keyring, now: () => NOW },
  ],
  deleteCustomerNote: ["n1"],
  recordMerges: [[{ customerId: "3", payload: { intoCustomerId: CUSTOMER, mergedAt: NOW } }]],
  findMergeSurvivors: [["2"]],
  listMergedCustomers: [CUSTOMER],
  listCustomerProperties: [PROFILE],
  setProperties: [[{ profileId: PROFILE, flowId: "api", name: "vip", value: "no" }], NOW],
  listPropertyNames: [],
  findMetafieldProgress: [],
  setFollowedMetafields: [[METAFIELD], NOW],
  findMetafieldSlice: [
    { nextReadAt: NOW, readAfter: null },
    { now: NOW, limit: 9 },
  ],
  recordMetafields: [
    {
      slice: {
        profileIds: [PROFILE],
        end: { kind: "all", isLast: true, nextReadAt: NOW, readAfter: null },
      },
      values: [{ profileId: PROFILE, name: "metafield.custom.tier", value: "Gold" }],
    },
    NOW,
  ],
  retryMetafieldsAt: [
    [{ namespace: "custom", key: "tier", name: "T", type: "date" }],
    { attempts: 1, retryAt: NOW },
  ],
  setImportedProperties: [
    [{ profileId: PROFILE, name: "size", value: "M" }],
    { importId: "i1", at: NOW },
  ],
};
