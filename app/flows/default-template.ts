/** The default template of a new email: a short text and four products. */
export const DEFAULT_TEMPLATE_ID = "campaign/plain";
