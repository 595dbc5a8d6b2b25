/**
 * How long a shop counts as there although Shopify refuses the app: a fault of a
 * day is no reason to be silent. After that the shop may have left without our
 * hearing of it, and nobody who withdraws a permission there is heard of either.
 */
export const ACCESS_GRACE_MS = 24 * 3_600_000;
