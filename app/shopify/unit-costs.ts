import { isGranted } from "./is-granted";

/**
 * The optional scope for what products cost the merchant. Shopify shows costs with `read_products` too, but they are
 * confidential: Kindred reads them once the merchant agreed in Shopify's dialog.
 */
export const UNIT_COSTS = "read_inventory";

/** @param grantedScopes comma-separated, as in a shop's row */
export const canReadUnitCosts = (grantedScopes: string): boolean =>
  isGranted(grantedScopes, UNIT_COSTS);
