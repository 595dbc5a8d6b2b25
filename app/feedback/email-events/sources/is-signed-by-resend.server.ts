import { createHmac } from "node:crypto";
import { isSameBytes } from "~/lib/is-same-bytes.server";

/** Signature headers of an event of Resend. */
export interface SignedHeaders {
  readonly id: string;
  /** Seconds since 1970, as text. */
  readonly timestamp: string;
  /** `v1,<base64>`; several, separated by spaces, while a secret is rotated. */
  readonly signature: string;
}

/** Tolerance of the signature's time, against replay. */
const TOLERANCE_MS = 300_000;

/**
 * Verifies an event of Resend: HMAC-SHA-256 over id, time and raw bytes, as in Standard Webhooks, which Svix
 * and Resend use.
 *
 * @param secret `whsec_` and the key in base64
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function isSignedByResend(
  body: Uint8Array,
  { id, timestamp, signature }: SignedHeaders,
  secret: string,
  now: Date,
): boolean {
  const atMs = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1_000 : Number.NaN;
  // Whole seconds, so that both ends of the five minutes are included.
  if (!(Math.abs(Math.floor(now.getTime() / 1_000) * 1_000 - atMs) <= TOLERANCE_MS)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  // Compare all in constant time, so that timing reveals nothing.
  const fits = signature.split(" ").map((one) => {
    const [version, encoded = ""] = one.split(",");
    const given = Buffer.from(encoded, "base64");
    return version === "v1" && isSameBytes(given, expected);
  });
  return fits.includes(true);
}
