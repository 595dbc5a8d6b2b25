import { z } from "zod";
import { isAddress, readTags, withoutAddresses } from "~/delivery/mail";
import type { ShopId } from "~/lib/shop-id";
import type { DeliveryState } from "./delivery-state";
import type { MailEvent } from "./mail-event";

/** Whose mail an event is about: what is needed to file it, whatever else it says. */
const Addressed = z.object({
  type: z.string().regex(/^[a-z_.]{1,60}$/),
  data: z.object({ tags: z.record(z.string(), z.string()) }),
});

const Detail = z
  .object({ message: z.string().catch("") })
  .partial()
  .catch({});
const Event = z.object({
  type: z.string(),
  created_at: z.coerce.date().min(new Date("2000-01-01")).max(new Date("2100-01-01")),
  data: z.object({
    email_id: z.string().max(200).nullable().catch(null),
    to: z.union([z.array(z.string()), z.string()]).catch([]),
    tags: z.record(z.string(), z.string()),
    bounce: z
      .object({
        type: z.string().catch(""),
        subType: z.string().catch(""),
        message: z.string().catch(""),
      })
      .optional()
      .catch(undefined),
    failed: z
      .object({ reason: z.string().catch("") })
      .optional()
      .catch(undefined),
    suppressed: Detail.optional(),
  }),
});
type Event = z.infer<typeof Event>;

/** @returns whose mail an event is about, or null when it is about none of ours */
export function addresseeOf(body: unknown): { shopId: ShopId; type: string } | null {
  const parsed = Addressed.safeParse(body);
  const tags = parsed.data && readTags(parsed.data.data.tags);
  return parsed.data && tags ? { shopId: tags.shopId, type: parsed.data.type } : null;
}

export type TranslatedMailEvent =
  | { readonly kind: "event"; readonly event: MailEvent }
  /** Of a kind that does not concern delivery: Kindred counts opens and clicks itself. */
  | { readonly kind: "ignored"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/** Translates a verified event of Resend. Reasons name fields, never values. */
export function fromResendEvent(eventId: string, body: unknown): TranslatedMailEvent {
  const parsed = Event.safeParse(body);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join("."));
    return { kind: "refused", reason: `it cannot be read: ${fields.join(", ")}` };
  }
  const { data, created_at: occurredAt } = parsed.data;
  const tags = readTags(data.tags);
  if (!tags) return { kind: "refused", reason: "it names no mail of ours" };
  const delivery = deliveryOf(parsed.data);
  if (delivery === null) return { kind: "ignored", reason: "it says nothing of the delivery" };
  const [recipient = null] = [data.to].flat();
  return {
    kind: "event",
    event: {
      eventId,
      messageId: tags.messageId,
      delivery,
      occurredAt,
      providerId: data.email_id,
      detail: detailOf(data),
      recipient,
    },
  };
}

function deliveryOf({ type, data }: Event): DeliveryState | null {
  switch (type) {
    case "email.sent":
    case "email.scheduled":
      return "accepted";
    case "email.delivery_delayed":
      return "delayed";
    case "email.delivered":
      return "delivered";
    case "email.bounced":
      // What is not clearly for good may be for now only.
      return data.bounce?.type.toLowerCase() === "permanent" ? "bounced" : "soft_bounced";
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

function detailOf({ bounce, failed, suppressed }: Event["data"]): string | null {
  const text = bounce
    ? [bounce.subType, bounce.message].filter(Boolean).join(": ")
    : (failed?.reason ?? suppressed?.message ?? "");
  return text === "" ? null : withoutAddresses(text);
}

const SuppressionEvent = z.object({
  type: z.enum(["suppression.added", "suppression.removed"]),
  created_at: z.coerce.date().min(new Date("2000-01-01")).max(new Date("2100-01-01")),
  data: z.object({
    email: z.string().max(320).refine(isAddress),
    origin: z.enum(["bounce", "complaint", "manual"]),
  }),
});

/** A change of the list of addresses that the provider holds back, of all shops that send through its account. */
export interface ListedAddress {
  readonly kind: "added" | "removed";
  readonly address: string;
  readonly origin: "bounce" | "complaint" | "manual";
  readonly at: Date;
}

/** @returns what an event says of the provider's list, or null when it is not about that */
export function listedAddressOf(body: unknown): ListedAddress | null {
  const parsed = SuppressionEvent.safeParse(body);
  if (!parsed.success) return null;
  const { type, created_at: at, data } = parsed.data;
  const kind = type === "suppression.added" ? "added" : "removed";
  return { kind, address: data.email, origin: data.origin, at };
}
