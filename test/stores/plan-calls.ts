import { readSubscriptions } from "~/shopify/billing/read-subscriptions";
import { daysAgo, NOW } from "../support/builders";

const held = readSubscriptions({ isDevelopment: false, active: [], newest: null });

/** What the store functions of shopify/billing/ are called with after the database and the shop. */
export const PLAN_CALLS = {
  findShopPlan: [],
  getPlan: [],
  writeShopPlan: [held, { askedAt: NOW, nextAskAt: NOW }],
  writeUnlimited: [{ askedAt: NOW, nextAskAt: NOW }],
  postponeAsking: [daysAgo(-1)],
  askPlanSoon: [daysAgo(9)],
  endPlan: [daysAgo(9)],
};
