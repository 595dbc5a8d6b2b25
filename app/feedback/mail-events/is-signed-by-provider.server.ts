import { createHmac, timingSafeEqual } from "node:crypto";

/** What a provider signs beside the body. */
export interface SignedHeaders {
  readonly id: string;
  /** Seconds since 1970, as text. */
  readonly timestamp: string;
  /** `v1,<base64>`, several parted by spaces while a secret is rotated. */
  readonly signature: string;
}

/** How far a signature's time may be from ours: an older one may be played again by somebody who overheard it. */
const TOLERANCE_MS = 300_000;

/**
 * Whether an event is the provider's: HMAC-SHA-256 over id, time and the raw
 * bytes, as in Standard Webhooks, which Svix and Resend sign by.
 *
 * @param secret `whsec_` and the key in base64
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function isSignedByProvider(
  body: Uint8Array,
  { id, timestamp, signature }: SignedHeaders,
  secret: string,
  now: Date,
): boolean {
  const atMs = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1_000 : Number.NaN;
  // Both ends of the five minutes count, whatever part of a second it is.
  if (!(Math.abs(Math.floor(now.getTime() / 1_000) * 1_000 - atMs) <= TOLERANCE_MS)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  // Each is compared, whichever fits: the time taken tells nothing.
  const fits = signature.split(" ").map((one) => {
    const [version, encoded = ""] = one.split(",");
    const given = Buffer.from(encoded, "base64");
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fits.includes(true);
}
