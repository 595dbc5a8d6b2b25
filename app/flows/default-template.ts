/** The ready template that a mail begins as where nothing else was chosen: a few words and four products. */
export const DEFAULT_TEMPLATE_ID = "campaign/plain";
