import { z } from "zod";
import type { CommonDeps } from "~/deps";
import type { WebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { EMAIL_TOPIC } from "~/events/inbox/email-topic";
import { isObject } from "~/events/read-json";
import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import { parseJson } from "~/lib/parse-json";
import { readAddressee, readListedAddress, type ListedAddress } from "./from-resend-event";
import { isSignedByProvider } from "./is-signed-by-provider.server";
import { acrossShops } from "~/db-scope.server";
import { recordBounced } from "~/delivery/suppressions/bounced-address-store.server";
import type { Keyring } from "~/privacy/keyring.server";

interface Deps extends CommonDeps<"db" | "now"> {
  readonly keyring: Pick<Keyring, "bounceIndex">;
  readonly webhooks: Pick<WebhookBatcher, "add">;
  /** Null if no provider sends events. */
  readonly secret: string | null;
  readonly log: Pick<Log, "error" | "info">;
}

export type EmailEventOutcome =
  /** Stored, now or by an earlier delivery. */
  | { readonly kind: "stored" }
  /** Not about our email, since other programs may use the same account, or about an erased shop. */
  | { readonly kind: "ignored" }
  | { readonly kind: "refused"; readonly reason: "bad_signature" | "malformed" }
  /** Not stored: the provider will retry. */
  | { readonly kind: "unavailable" };

const Token = z.string().min(1).max(255);
const Headers = z.object({ id: Token, timestamp: Token, signature: z.string().max(4_096) });

/**
 * Receives a provider event: verifies the raw bytes, stores them in the shop's inbox under the event's id,
 * and leaves processing to a job. A repeated delivery is stored once.
 */
export async function receiveEmailEvent(
  headers: globalThis.Headers,
  body: Uint8Array,
  deps: Deps,
): Promise<EmailEventOutcome> {
  const { webhooks, secret, now, log } = deps;
  const at = now();
  const signed = Headers.safeParse({
    id: headers.get("svix-id"),
    timestamp: headers.get("svix-timestamp"),
    signature: headers.get("svix-signature"),
  });
  if (secret === null || !signed.success || !isSignedByProvider(body, signed.data, secret, at)) {
    return { kind: "refused", reason: "bad_signature" };
  }
  const parsed = parseJson(new TextDecoder().decode(body));
  if (!isObject(parsed)) return { kind: "refused", reason: "malformed" };
  const listed = readListedAddress(parsed);
  if (listed) return mirror(listed, deps);
  const addressee = readAddressee(parsed);
  if (addressee === null) return { kind: "ignored" };

  const { shopId, type } = addressee;
  try {
    const outcome = await webhooks.add({
      shopId,
      webhookId: `${EMAIL_TOPIC}${signed.data.id}`,
      topic: `${EMAIL_TOPIC}${type}`,
      eventId: signed.data.id,
      apiVersion: null,
      triggeredAt: null,
      receivedAt: at,
      body,
    });
    return { kind: outcome === "stored" ? "stored" : "ignored" };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "unavailable") throw error;
    log.error({ err: error, shopId, topic: type }, "email event could not be stored");
    return { kind: "unavailable" };
  }
}

async function mirror(listed: ListedAddress, deps: Deps): Promise<EmailEventOutcome> {
  try {
    await mirrorProviderSuppressions(listed, deps);
    return { kind: "stored" };
  } catch (error) {
    // Log only the error's name: its message may contain personal data.
    const reason = error instanceof Error ? error.name : "unknown";
    deps.log.error({ reason }, "what the provider holds back could not be stored");
    return { kind: "unavailable" };
  }
}

/**
 * Mirrors additions to the provider's suppression list. The list belongs to the shared account and names no
 * shop: that an address does not exist, or was blocked by hand, holds for all shops, and becomes a shop's
 * suppression when the shop is about to email it. A complaint concerns only the shop whose message it was, by
 * that message's own event.
 *
 * Removals from the provider's list are ignored: only a merchant removes a suppression, with a reason, and
 * never a complaint.
 */
async function mirrorProviderSuppressions(
  { kind, address, origin, at }: ListedAddress,
  { db, keyring, log }: Deps,
): Promise<void> {
  log.info({ kind, origin }, "the provider changed its list of held addresses");
  if (kind === "removed" || origin === "complaint") return;
  const reason = origin === "bounce" ? "bounced" : "blocked";
  await acrossShops("mirror-addresses", () =>
    recordBounced(db, [{ address, at, reason }], { keyring }),
  );
}
