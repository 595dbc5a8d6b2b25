import { readSubscriptions } from "~/shopify/billing/read-subscriptions";
import { daysAgo, hoursAgo, NOW } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { CUSTOMER } from "./table-values";

const { queue } = createTestDeps();

const held = readSubscriptions({ isDevelopment: false, active: [], recent: [] });

/** Of delivery/plan/. */
export const EMAIL_MONTH_CALLS = { countEmails: [3, NOW], findEmailMonth: [NOW] };

/** Of predictions/fields/. */
export const FIELD_CALLS = {
  findFieldSync: [],
  setFieldSync: [true, { queue, now: daysAgo(2) }],
  postponeFieldSync: [
    { isOn: true, nextRunAt: hoursAgo(1) },
    { nextRunAt: null, attempts: 9, lastError: "upstream" },
  ],
  restFieldSync: [{ isOn: true, until: daysAgo(-1), now: NOW }],
  listUnsyncedFields: [{ limit: 9, now: NOW }],
  beginWritingFields: [[CUSTOMER], NOW],
  recordSyncedFields: [[{ customerId: CUSTOMER, fingerprint: "regular|0.10|9" }]],
  listEndingFields: [{ isOn: false, limit: 9, now: NOW }],
  deleteSyncedFields: [[CUSTOMER], NOW],
};

/** Arguments of the store functions in shopify/billing/ after the database and the shop. */
export const PLAN_CALLS = {
  findShopPlan: [],
  getPlan: [],
  writeShopPlan: [held, { checkedAt: NOW, nextRunAt: NOW, answeredRequests: 0 }],
  writeUnlimited: [NOW],
  postponePlanCheck: [{ nextRunAt: daysAgo(-1), answeredRequests: 0 }],
  schedulePlanCheck: [daysAgo(9)],
  endPlan: [daysAgo(9)],
};
