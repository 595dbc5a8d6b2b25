import { createHmac, randomBytes } from "node:crypto";

/** A new secret to sign webhooks with, in the form that receivers expect. */
export const makeHookSecret = () => `whsec_${randomBytes(32).toString("base64")}`;

/**
 * The headers by which the receiver tells that a request is from here, is not old, and is not one
 * that it has had: `webhook-id` is the same at each attempt. Signed once with each secret: one that the
 * receiver knows is enough.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function hookHeaders(
  {
    id,
    body,
    secrets,
  }: { readonly id: string; readonly body: string; readonly secrets: readonly string[] },
  now: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const signed = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`);
    return `v1,${signed.digest("base64")}`;
  });
  return {
    "content-type": "application/json",
    "user-agent": "Kindred",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
    "idempotency-key": id,
  };
}
