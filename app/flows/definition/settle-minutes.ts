/** The longest grace period of an email; apart from the schemas, so that a page that shows it does not load them. */
export const MAX_SETTLE_MINUTES = 24 * 60;
