import type { Tx } from "~/db.server";
import { openEmailHead } from "~/delivery/outbox/sealed-email.server";
import { recordBounced } from "~/delivery/suppressions/bounced-address-store.server";
import {
  recordSuppressions,
  type NewSuppression,
} from "~/delivery/suppressions/suppression-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { SOFT_BOUNCES, suppressionAfter, type EmailEvent } from "./email-event";
import { countSoftBounces, listSealedEmails } from "./email-event-store.server";

/**
 * Suppresses addresses after hard bounces, complaints or too many soft bounces. A nonexistent address is recorded for all shops, everything else only for this one. The address is that of the message, even if the customer has another one now.
 *
 * @returns the number of new suppressions
 */
export async function suppressRecipients(
  tx: Tx,
  shopId: ShopId,
  reported: readonly EmailEvent[],
  at: Date,
  { keyring }: { readonly keyring: Pick<Keyring, "blindIndex" | "bounceIndex" | "seal" | "open"> },
): Promise<number> {
  const events = await withRecipients(tx, shopId, reported, keyring);
  await recordBounced(
    tx,
    events.flatMap(({ delivery, recipient, occurredAt }) =>
      delivery === "bounced" && recipient !== null
        ? [{ address: recipient, at: occurredAt, reason: "bounced" as const }]
        : [],
    ),
    { keyring },
  );
  const soft = events.filter(({ delivery }) => delivery === "soft_bounced");
  const counts =
    soft.length === 0
      ? new Map<string, number>()
      : await countSoftBounces(
          tx,
          shopId,
          soft.map(({ messageId }) => messageId),
          new Date(at.getTime() - SOFT_BOUNCES.withinMs),
        );
  const wanted = events.flatMap((event): NewSuppression[] => {
    const { recipient, messageId, occurredAt, detail } = event;
    if (recipient === null) return [];
    const reason = suppressionAfter(event.delivery);
    const common = { address: recipient, messageId, createdAt: occurredAt, note: detail };
    if (reason !== null) {
      // Report complaints to Shopify, so that other apps do not email them either.
      const nextRunAt = reason === "complaint" ? at : null;
      return [{ ...common, reason, expiresAt: null, nextRunAt }];
    }
    const isTooOften =
      event.delivery === "soft_bounced" && (counts.get(messageId) ?? 0) >= SOFT_BOUNCES.count;
    if (!isTooOften) return [];
    const expiresAt = new Date(occurredAt.getTime() + SOFT_BOUNCES.restMs);
    return [{ ...common, reason: "soft_bounce", expiresAt, nextRunAt: null }];
  });
  return recordSuppressions(tx, shopId, wanted, { keyring });
}

/** Reads missing recipients from the stored emails. */
async function withRecipients(
  tx: Tx,
  shopId: ShopId,
  events: readonly EmailEvent[],
  keyring: Pick<Keyring, "open">,
): Promise<EmailEvent[]> {
  const unnamed = events.filter(({ recipient }) => recipient === null);
  if (unnamed.length === 0) return [...events];
  const emails = await listSealedEmails(
    tx,
    shopId,
    unnamed.map(({ messageId }) => messageId),
  );
  return events.map((event) => {
    const sealed = emails.get(event.messageId);
    const email = sealed && openEmailHead(shopId, event.messageId, sealed, keyring);
    return { ...event, recipient: event.recipient ?? email?.to ?? null };
  });
}
