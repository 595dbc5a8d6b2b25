/** The optional scope for reading and adding the shop's files; it includes `read_files`. */
export const SHOP_FILES = "write_files";

/**
 * Host of the upload targets from `stagedUploadsCreate`. Undocumented, but unchanged since 2020; if it changed, the
 * browser would block uploads (http/document-headers.server.ts).
 */
export const STAGED_UPLOADS = "https://shopify-staged-uploads.storage.googleapis.com";

/** Maximum width of an image in an email: twice the widest block, for high-density screens. */
export const EMAIL_PICTURE_PX = 1040;
