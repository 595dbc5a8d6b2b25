import { createHmac, randomBytes } from "node:crypto";

/** A new signing secret in the Standard Webhooks format. */
export const makeWebhookSecret = () => `whsec_${randomBytes(32).toString("base64")}`;

/**
 * Standard Webhooks headers: they prove origin and freshness. `webhook-id` is the same on every attempt.
 * There is one signature per secret; receivers accept any that matches.
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
