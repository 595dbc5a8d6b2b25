/** The number of API keys of a shop: one for each system that sends events. */
export const MAX_KEYS = 20;
export const MAX_KEY_NAME_CHARS = 60;
