/**
 * How long a shop counts as installed although Shopify denies access: a one-day fault must not stop
 * its email. After that the shop may have uninstalled, and opt-outs made there no longer reach the
 * app.
 */
export const ACCESS_GRACE_MS = 24 * 3_600_000;
