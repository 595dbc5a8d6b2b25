import { createHash } from "node:crypto";
import { isObject } from "~/events/read-json";
import { isSameBytes } from "~/lib/is-same-bytes.server";
import { parseJson } from "~/lib/parse-json";
import { BAD_SIGNATURE, MALFORMED, type EventSource } from "./event-source";

/**
 * Postmark's webhooks. Postmark signs nothing; it sends the user and password of the webhook's URL.
 *
 * @see https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook
 */
export function postmarkSource(password: string): EventSource {
  return {
    provider: "postmark",
    read(headers, body) {
      const [, encoded = ""] = /^Basic (.+)$/i.exec(headers.get("authorization") ?? "") ?? [];
      const given = Buffer.from(encoded, "base64").toString().split(":").slice(1).join(":");
      if (!isSameBytes(Buffer.from(given), Buffer.from(password)))
        return Promise.resolve(BAD_SIGNATURE);
      const parsed = parseJson(new TextDecoder().decode(body));
      if (!isObject(parsed)) return Promise.resolve(MALFORMED);
      // Events have no id, and a repeat has the same bytes.
      const id = createHash("sha256").update(body).digest("hex");
      return Promise.resolve({ kind: "events", events: [{ id, body: parsed }] });
    },
  };
}
