import { createHmac } from "node:crypto";
import { isSameBytes } from "~/lib/is-same-bytes.server";
import type { Config } from "~/config";
import { parseJson } from "~/lib/parse-json";
import { isObject } from "../read-json";

type Secrets = Pick<Config["shopify"], "apiSecret" | "apiSecretOld">;

/**
 * The text of a body that Shopify signed for us: `signature` (base64) is the HMAC-SHA-256 of the
 * raw bytes under one of the secrets, and the text is a JSON object. The same secrets sign session
 * tokens, which the staff of any shop can read: only the form of the body distinguishes the two.
 *
 * @returns null when the signature or the form is wrong
 */
export function openSignedJson(
  body: Uint8Array,
  signature: string | null,
  secrets: Secrets,
): string | null {
  if (!isSigned(body, signature, secrets)) return null;
  const text = new TextDecoder().decode(body);
  return isObject(parseJson(text)) ? text : null;
}

/** During a rotation Shopify still signs with the old secret. */
function isSigned(
  body: Uint8Array,
  signature: string | null,
  { apiSecret, apiSecretOld }: Secrets,
): boolean {
  if (!signature) return false;
  const signatureBytes = Buffer.from(signature, "base64");
  // Every secret is tried, so that the timing reveals nothing.
  const fits = (apiSecretOld ? [apiSecret, apiSecretOld] : [apiSecret]).map((secret) => {
    const expected = createHmac("sha256", secret).update(body).digest();
    return isSameBytes(signatureBytes, expected);
  });
  return fits.includes(true);
}
