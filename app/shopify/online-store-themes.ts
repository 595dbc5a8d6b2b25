/** The optional scope for the online store's themes. It also covers finding their logo among the shop's files. */
export const ONLINE_STORE_THEMES = "read_themes";
