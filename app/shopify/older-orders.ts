import { isGranted } from "./is-granted";

/** The optional scope for orders older than 60 days. */
export const OLDER_ORDERS = "read_all_orders";

/** @param grantedScopes comma-separated, as in a shop's row */
export const canReadOlderOrders = (grantedScopes: string): boolean =>
  isGranted(grantedScopes, OLDER_ORDERS);
