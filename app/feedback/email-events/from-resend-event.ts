import { z } from "zod";
import { isAddress, readTags, redactAddresses } from "~/delivery/email";
import { at, isObject, listOf, pastInstantOf, textOf } from "~/events/read-json";
import type { ShopId } from "~/lib/shop-id";
import type { DeliveryState } from "./delivery-state";
import type { EmailEvent } from "./email-event";

/** @returns the shop an event is about, or null if it is not about our email */
export function readAddressee(body: unknown): { shopId: ShopId; type: string } | null {
  const type = at(body, "type");
  if (typeof type !== "string" || !/^[a-z_.]{1,60}$/.test(type)) return null;
  const tags = readTags(tagsOf(at(body, "data", "tags")));
  return tags && { shopId: tags.shopId, type };
}

/** Tags come as an object, formerly as a list of name and value. Non-text values are from other programs. */
function tagsOf(tags: unknown): Record<string, string> {
  const reported: readonly (readonly [unknown, unknown])[] = isObject(tags)
    ? Object.entries(tags)
    : listOf(tags, 100).map((tag) => [at(tag, "name"), at(tag, "value")]);
  return Object.fromEntries(
    reported.flatMap(([name, value]) => {
      const text = typeof value === "string" ? textOf(value, 300) : null;
      return typeof name === "string" && text !== null ? [[name, text] as const] : [];
    }),
  );
}

export type TranslatedEmailEvent =
  | { readonly kind: "event"; readonly event: EmailEvent }
  /** Not about delivery: Kindred tracks opens and clicks itself. */
  | { readonly kind: "ignored"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Translates a verified event of Resend. A complaint counts even if other fields are unreadable: only the
 * message must be named.
 *
 * @param receivedAt fallback for the time of the event
 */
export function fromResendEvent(
  eventId: string,
  body: unknown,
  receivedAt: Date,
): TranslatedEmailEvent {
  const data = at(body, "data");
  const tags = readTags(tagsOf(at(data, "tags")));
  if (!tags) return { kind: "refused", reason: "it names no email of ours" };
  const delivery = deliveryOf(at(body, "type"), data);
  if (delivery === null) return { kind: "ignored", reason: "it says nothing of the delivery" };
  return {
    kind: "event",
    event: {
      eventId,
      messageId: tags.messageId,
      delivery,
      occurredAt: pastInstantOf(at(body, "created_at"), receivedAt) ?? receivedAt,
      providerId: textOf(at(data, "email_id"), 200),
      detail: detailOf(data),
      recipient: recipientOf(at(data, "to")),
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

function deliveryOf(type: unknown, data: unknown): DeliveryState | null {
  switch (type) {
    case "email.sent":
    case "email.scheduled":
      return "accepted";
    case "email.delivery_delayed":
      return "delayed";
    case "email.delivered":
      return "delivered";
    case "email.bounced":
      // A bounce not clearly permanent counts as temporary.
      return textOf(at(data, "bounce", "type"), 50)?.toLowerCase() === "permanent"
        ? "bounced"
        : "soft_bounced";
    case "email.complained":
      return "complained";
    case "email.failed":
      return "failed";
    case "email.suppressed":
      return "suppressed";
    default:
      return null;
  }
}

function detailOf(data: unknown): string | null {
  const reported = [
    "bounce.subType",
    "bounce.message",
    "failed.reason",
    "suppressed.message",
  ].flatMap((path) => {
    const text = at(data, ...path.split("."));
    return (typeof text === "string" && textOf(text, 1_000)) || [];
  });
  return reported.length === 0 ? null : redactAddresses(reported.join(": "));
}

const SuppressionEvent = z.object({
  type: z.enum(["suppression.added", "suppression.removed"]),
  created_at: z.coerce.date().min(new Date("2000-01-01")).max(new Date("2100-01-01")),
  data: z.object({
    email: z.string().max(320).refine(isAddress),
    origin: z.enum(["bounce", "complaint", "manual"]),
  }),
});

/** A change of the provider account's suppression list, which all shops share. */
export interface ListedAddress {
  readonly kind: "added" | "removed";
  readonly address: string;
  readonly origin: "bounce" | "complaint" | "manual";
  readonly at: Date;
}

/** @returns the change of the provider's list, or null for other events */
export function readListedAddress(body: unknown): ListedAddress | null {
  const parsed = SuppressionEvent.safeParse(body);
  if (!parsed.success) return null;
  const { type, created_at: at, data } = parsed.data;
  const kind = type === "suppression.added" ? "added" : "removed";
  return { kind, address: data.email, origin: data.origin, at };
}
