import { createPublicKey, verify } from "node:crypto";
import { at, isObject, textOf } from "~/events/read-json";
import { parseJson } from "~/lib/parse-json";
import { BAD_SIGNATURE, MALFORMED, type EventSource } from "./event-source";

/** A request of 768 kB, the maximum, has about a thousand. */
const MAX_EVENTS = 5_000;

/**
 * SendGrid's webhooks: a list of events, signed with ECDSA over the time and the raw bytes.
 *
 * @param key the webhook's verification key: a public key on P-256, as DER in base64
 * @throws Error when the key is none
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function sendGridSource(key: string): EventSource {
  const publicKey = createPublicKey({
    key: Buffer.from(key, "base64"),
    format: "der",
    type: "spki",
  });
  return {
    provider: "sendgrid",
    read(headers, body) {
      const timestamp = headers.get("x-twilio-email-event-webhook-timestamp") ?? "";
      const signature = headers.get("x-twilio-email-event-webhook-signature") ?? "";
      const signed = Buffer.concat([Buffer.from(timestamp), body]);
      if (!verify("sha256", signed, publicKey, Buffer.from(signature, "base64"))) {
        return Promise.resolve(BAD_SIGNATURE);
      }
      const parsed = parseJson(new TextDecoder().decode(body));
      if (!Array.isArray(parsed) || parsed.length > MAX_EVENTS) return Promise.resolve(MALFORMED);
      const events = parsed.filter(isObject).flatMap((event) => {
        const id = textOf(at(event, "sg_event_id"), 200);
        return id === null ? [] : [{ id, body: event }];
      });
      return Promise.resolve({ kind: "events", events });
    },
  };
}
