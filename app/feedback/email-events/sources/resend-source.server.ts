import { z } from "zod";
import { isObject } from "~/events/read-json";
import { parseJson } from "~/lib/parse-json";
import { BAD_SIGNATURE, MALFORMED, type EventSource } from "./event-source";
import { isSignedByResend } from "./is-signed-by-resend.server";

const Token = z.string().min(1).max(255);
const Headers = z.object({ id: Token, timestamp: Token, signature: z.string().max(4_096) });

/** Resend's webhooks, signed as in Standard Webhooks. */
export function resendSource(secret: string): EventSource {
  return {
    provider: "resend",
    read(headers, body, now) {
      const signed = Headers.safeParse({
        id: headers.get("svix-id"),
        timestamp: headers.get("svix-timestamp"),
        signature: headers.get("svix-signature"),
      });
      if (!signed.success || !isSignedByResend(body, signed.data, secret, now)) {
        return Promise.resolve(BAD_SIGNATURE);
      }
      const parsed = parseJson(new TextDecoder().decode(body));
      return Promise.resolve(
        isObject(parsed)
          ? { kind: "events", events: [{ id: signed.data.id, body: parsed }] }
          : MALFORMED,
      );
    },
  };
}
