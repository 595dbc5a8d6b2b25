import { createHmac } from "node:crypto";

/**
 * The headers by which the receiver tells that a request is from here, is not old, and is not one
 * that it has had: `webhook-id` is the same at each attempt.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function hookHeaders(
  { id, body, secret }: { readonly id: string; readonly body: string; readonly secret: string },
  now: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "user-agent": "Kindred",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
    "idempotency-key": id,
  };
}
