/** The longest note; apart from the schemas, so that a page that shows it does not load them. */
export const MAX_NOTE_CHARS = 2_000;
