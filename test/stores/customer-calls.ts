import { createTestDeps } from "../support/deps";
import { EMAIL, PROFILE } from "./table-values";

const { keyring } = createTestDeps();

/** Arguments of the store functions for profiles and the search, after the database and the shop. */
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
};
