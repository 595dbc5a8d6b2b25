import type { CommonDeps } from "~/deps";
import { acrossShops } from "~/db-scope.server";
import { recordBounced } from "~/delivery/suppressions/bounced-address-store.server";
import type { WebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { EMAIL_TOPIC } from "~/events/inbox/email-topic";
import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import type { Keyring } from "~/privacy/keyring.server";
import { addresseeOf } from "./translate-report";
import { readListedAddress, type ListedAddress } from "./listed-address";
import { readReport } from "./reports/read-report";
import type { EventSource, ReceivedEvent } from "./sources/event-source";

interface Deps extends CommonDeps<"db" | "now"> {
  readonly keyring: Pick<Keyring, "bounceIndex">;
  readonly webhooks: Pick<WebhookBatcher, "add">;
  /** Those of all accounts: whichever verifies a request has sent it. */
  readonly sources: readonly EventSource[];
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

/**
 * Receives a provider's events: verifies the raw bytes, stores each event in its shop's inbox under its id,
 * and leaves processing to a job. A repeated delivery is stored once.
 */
export async function receiveEmailEvent(
  headers: Headers,
  body: Uint8Array,
  deps: Deps,
): Promise<EmailEventOutcome> {
  const { sources, now, log } = deps;
  let refusal: EmailEventOutcome = { kind: "refused", reason: "bad_signature" };
  for (const { provider, read } of sources) {
    try {
      const reading = await read(headers, body, now());
      if (reading.kind === "refused") {
        // What the account that verifies it could not store must be repeated, whatever another account says.
        if (reading.reason === "malformed" && refusal.kind === "refused") refusal = reading;
        continue;
      }
      const outcomes = await Promise.all(
        reading.events.map((event) => storeEvent(event, provider, deps)),
      );
      return { kind: outcomes.includes("stored") ? "stored" : "ignored" };
    } catch (error) {
      // Log only the error's name: its message may contain personal data.
      const reason = error instanceof Error ? error.name : "unknown";
      log.error({ reason, provider }, "email events could not be stored");
      if (error instanceof AppError && error.code !== "unavailable") throw error;
      refusal = { kind: "unavailable" };
    }
  }
  return refusal;
}

async function storeEvent(
  event: ReceivedEvent,
  provider: EventSource["provider"],
  deps: Deps,
): Promise<"stored" | "ignored"> {
  const listed = provider === "resend" ? readListedAddress(event.body) : null;
  if (listed) {
    await mirrorProviderSuppressions(listed, deps);
    return "stored";
  }
  return storeEmailEvent(event, provider, deps);
}

/** Stores a verified event in its shop's inbox. A repeated one is stored once. */
export async function storeEmailEvent(
  { id, body }: ReceivedEvent,
  provider: EventSource["provider"],
  deps: Pick<Deps, "now" | "webhooks">,
): Promise<"stored" | "ignored"> {
  const addressee = addresseeOf(readReport(provider, body));
  if (addressee === null) return "ignored";
  const outcome = await deps.webhooks.add({
    shopId: addressee.shopId,
    webhookId: `${EMAIL_TOPIC}${id}`,
    topic: `${EMAIL_TOPIC}${provider}`,
    eventId: id,
    apiVersion: null,
    triggeredAt: null,
    receivedAt: deps.now(),
    body: new TextEncoder().encode(JSON.stringify(body)),
  });
  return outcome === "stored" ? "stored" : "ignored";
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
