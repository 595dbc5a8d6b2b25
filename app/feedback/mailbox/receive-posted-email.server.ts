import type { InboundConfig } from "~/email-config";
import { isSameBytes } from "~/lib/is-same-bytes.server";
import { receiveInboundEmail, type InboundDeps } from "./receive-inbound-email.server";

/**
 * Receives an email that an email server posts as it is (RFC 5322), with the shared secret as its bearer token. It is
 * applied like an email of the mailbox; one that is neither a report nor an unsubscribe email is dropped.
 *
 * @throws AppError `unavailable` when it cannot be stored now: the server must try again
 */
export async function receivePostedEmail(
  headers: Headers,
  body: Uint8Array,
  deps: InboundDeps & { readonly inbound: InboundConfig | null },
): Promise<{ readonly kind: "received" | "dropped" | "refused" }> {
  const { inbound } = deps;
  const [, given = ""] = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const secret = inbound?.secret ?? null;
  if (!inbound || secret === null || !isSameBytes(Buffer.from(given), Buffer.from(secret))) {
    return { kind: "refused" };
  }
  const outcome = await receiveInboundEmail(body, inbound, deps);
  return { kind: outcome === "read" ? "received" : "dropped" };
}
