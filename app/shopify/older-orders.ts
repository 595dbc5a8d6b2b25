import { isGranted } from "./is-granted";

/** The optional scope without which Shopify shows the orders of the last 60 days. */
export const OLDER_ORDERS = "read_all_orders";

/** @param grantedScopes as a shop's row has them: joined by commas */
export const seesOlderOrders = (grantedScopes: string): boolean =>
  isGranted(grantedScopes, OLDER_ORDERS);
