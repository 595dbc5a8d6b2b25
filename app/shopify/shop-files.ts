/** The optional scope without which Kindred neither sees the shop's files nor adds to them; it holds `read_files`. */
export const SHOP_FILES = "write_files";

/**
 * What a browser uploads pictures to, by `stagedUploadsCreate`. Not documented, but the same since 2020; were it
 * another one day, the browser would refuse to send there (http/document-headers.server.ts).
 */
export const STAGED_UPLOADS = "https://shopify-staged-uploads.storage.googleapis.com";

/** How wide a picture in an email is at most: twice the widest block, for screens with two pixels to one. */
export const EMAIL_PICTURE_PX = 1040;
