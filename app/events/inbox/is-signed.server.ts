import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether `signature` (base64) is the HMAC-SHA-256 of the raw bytes under one of
 * the secrets. While a secret is rotated Shopify still signs with the old one.
 */
export function isSigned(
  body: Uint8Array,
  signature: string | null,
  secrets: readonly string[],
): boolean {
  if (!signature) return false;
  const given = Buffer.from(signature, "base64");
  // Every secret is tried, whichever fits: the time taken tells nothing.
  const fits = secrets.map((secret) => {
    const expected = createHmac("sha256", secret).update(body).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fits.includes(true);
}
