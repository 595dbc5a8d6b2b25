import { isAddress, readTags, redactAddresses } from "~/delivery/email";
import { listOf, pastInstantOf, textOf } from "~/events/read-json";
import type { ShopId } from "~/lib/shop-id";
import type { EmailEvent } from "./email-event";
import type { EmailReport } from "./reports/email-report";

export type TranslatedEmailEvent =
  | { readonly kind: "event"; readonly event: EmailEvent }
  | { readonly kind: "ignored"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/** @returns the shop and message that a report is about, or null if it is not about our email */
export function addresseeOf({ tags }: EmailReport): { shopId: ShopId; messageId: string } | null {
  return readTags(
    Object.fromEntries(
      Object.entries(tags).flatMap(([name, value]) => {
        // Values that are no text are from other programs.
        const text = typeof value === "string" ? textOf(value, 300) : null;
        return text === null ? [] : [[name, text]];
      }),
    ),
  );
}

/**
 * The event that a report describes. A complaint counts even if other fields cannot be read: only the message
 * must be named.
 *
 * @param receivedAt fallback for the time of the event
 */
export function translateReport(
  eventId: string,
  report: EmailReport,
  receivedAt: Date,
): TranslatedEmailEvent {
  const addressee = addresseeOf(report);
  if (!addressee) return { kind: "refused", reason: "it names no email of ours" };
  const { delivery } = report;
  if (delivery === null) return { kind: "ignored", reason: "it says nothing of the delivery" };
  return {
    kind: "event",
    event: {
      eventId,
      messageId: addressee.messageId,
      delivery,
      occurredAt: pastInstantOf(report.occurredAt, receivedAt) ?? receivedAt,
      providerId: textOf(report.providerId, 200),
      detail: detailOf(report.details),
      recipient: recipientOf(report.recipient),
    },
  };
}

/** The first address, also of `Ada <ada@example.com>`. */
function recipientOf(to: unknown): string | null {
  for (const reported of typeof to === "string" ? [to] : listOf(to, 50)) {
    const text = typeof reported === "string" ? textOf(reported, 1_000) : null;
    const address = text === null ? null : (/<([^<>]*)>$/.exec(text)?.[1] ?? text).trim();
    if (address !== null && isAddress(address)) return address;
  }
  return null;
}

function detailOf(details: readonly unknown[]): string | null {
  const texts = details.flatMap((it) => (typeof it === "string" && textOf(it, 1_000)) || []);
  return texts.length === 0 ? null : redactAddresses(texts.join(": "));
}
