import { createHmac } from "node:crypto";
import { at, isObject, textOf } from "~/events/read-json";
import { isSameBytes } from "~/lib/is-same-bytes.server";
import { parseJson } from "~/lib/parse-json";
import { BAD_SIGNATURE, MALFORMED, type EventSource } from "./event-source";

/** Mailgun repeats a webhook for eight hours. */
const TOLERANCE_MS = 12 * 3_600_000;

/**
 * Mailgun's webhooks: an HMAC over a time and a token. It does not cover the event, so only TLS protects that.
 *
 * @see https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
export function mailgunSource(signingKey: string): EventSource {
  return {
    provider: "mailgun",
    read(_headers, body, now) {
      const parsed = parseJson(new TextDecoder().decode(body));
      if (!isObject(parsed)) return Promise.resolve(MALFORMED);
      const timestamp = textOf(at(parsed, "signature", "timestamp"), 20) ?? "";
      const token = textOf(at(parsed, "signature", "token"), 100) ?? "";
      const given = textOf(at(parsed, "signature", "signature"), 100) ?? "";
      const expected = createHmac("sha256", signingKey)
        .update(timestamp + token)
        .digest("hex");
      const isRecent = Math.abs(now.getTime() - Number(timestamp) * 1_000) <= TOLERANCE_MS;
      if (!isRecent || !isSameBytes(Buffer.from(given), Buffer.from(expected)))
        return Promise.resolve(BAD_SIGNATURE);
      const id = textOf(at(parsed, "event-data", "id"), 200);
      return Promise.resolve({
        kind: "events",
        events: id === null ? [] : [{ id, body: parsed }],
      });
    },
  };
}
