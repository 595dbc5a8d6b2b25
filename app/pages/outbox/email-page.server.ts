import { z } from "zod";
import type { Db } from "~/db.server";
import { listSignals } from "~/feedback/engagement/score-signals";
import { type CustomerId, ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { loadEmailNames } from "~/messages/customer-emails.server";
import type { LinkPosition } from "~/messages/blocks/elements/render-context";
import { MessageState } from "~/messages/message";
import { PlacedPick } from "~/messages/composing/placed-pick";
import type { Keyring } from "~/privacy/keyring.server";
import { DecisionFact } from "~/delivery/decision/explain-decision";
import { formatMailbox, type Email } from "~/delivery/email";
import { loadDepartures } from "./departures.server";
import { loadPlannedSubjects, openName } from "./outbox-page.server";
import { pendingEmail, type PendingEmail } from "./pending-email";
import { openEmailsWithDetails } from "~/delivery/outbox/sealed-email.server";

export interface SentEmailPageData {
  readonly messageId: string;
  readonly state: MessageState;
  readonly reason: string | null;
  readonly customerId: CustomerId | null;
  readonly customerName: string | null;
  readonly flowId: string | null;
  readonly flowName: string | null;
  readonly flowVersion: number | null;
  readonly emailNumber: number | null;
  readonly campaignId: string | null;
  readonly campaignName: string | null;
  readonly plannedAt: string;
  /** Forecast of its departure; null when it is not pending. */
  readonly departure: {
    readonly kind: PendingEmail["kind"];
    readonly at: string;
  } | null;
  readonly expiresAt: string;
  readonly sentAt: string | null;
  /** The email as sent; null when none was composed or it is unreadable. */
  readonly email: {
    readonly from: string;
    readonly to: string;
    readonly replyTo: string | null;
    readonly subject: string;
    readonly html: string;
    readonly text: string;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
  } | null;
  /** The subject template with merge values; null: unreadable. */
  readonly subjectSource: string | null;
  /** The facts of the decision; empty before the decision, and of an erased email that was sent. */
  readonly why: readonly DecisionFact[];
  /** End of its enrollment and the last order by then; null while it is active. */
  readonly ended: EnrollmentEnd | null;
  readonly picks: readonly PlacedPick[];
  readonly events: readonly {
    readonly eventId: string;
    readonly at: string;
    readonly classification: string;
    readonly signals: readonly string[];
    /** Position of the link; `former`: of an earlier composition. */
    readonly position: LinkPosition | "former";
  }[];
  readonly credits: readonly {
    readonly orderId: string;
    readonly orderName: string;
    readonly orderedAt: string;
    readonly currency: string;
    readonly netMinor: number;
    readonly refundedMinor: number;
  }[];
}

const Decision = z.object({ why: z.array(DecisionFact).default([]) });

/** Loads a message with its history; null if the shop has none with this id. */
export async function findEmailPage(
  db: Db,
  shopId: ShopId,
  messageId: string,
  {
    keyring,
    now,
  }: { readonly keyring: Pick<Keyring, "open" | "openBytes">; readonly now: () => Date },
): Promise<SentEmailPageData | null> {
  const message = await db.messageStatus.findUnique({
    where: { shopId_messageId: { shopId, messageId } },
    include: {
      profile: { select: { customerId: true, sealedContact: true } },
      engagementEvents: { where: { kind: "click" }, orderBy: { occurredAt: "desc" } },
      attributions: { orderBy: { orderedAt: "desc" } },
      campaign: { select: { name: true } },
      enrollment: { select: { objectKey: true, endedAt: true } },
    },
  });
  if (!message) return null;
  const profileId = ProfileId.parse(message.profileId);
  const orderIds = message.attributions.map(({ orderId }) => orderId);
  const [orders, nameOf, ended, subjectOf, emails] = await Promise.all([
    // For an empty list PostgreSQL starts helpers that find nothing.
    orderIds.length === 0
      ? []
      : db.order.findMany({
          where: { shopId, orderId: { in: orderIds } },
          select: { orderId: true, name: true },
        }),
    loadEmailNames(db, shopId, [message]),
    findEnrollmentEnd(db, shopId, profileId, message.enrollment),
    loadPlannedSubjects(db, shopId, [message.intent], { keyring }),
    openEmailsWithDetails(db, shopId, [message], keyring),
  ]);
  const frozen = emails.get(messageId);
  const { profile } = message;
  const departure =
    message.state === "planned"
      ? ((await loadDepartures(db, shopId, [profileId], { keyring, now })).get(messageId) ??
        pendingEmail(message, null, now()))
      : null;
  return {
    messageId,
    state: MessageState.parse(message.state),
    reason: departure === null ? message.reason : departure.reason,
    customerId: profile.customerId,
    customerName: openName(shopId, profileId, profile.sealedContact, keyring),
    flowId: message.flowId,
    flowVersion: message.flowVersion,
    campaignId: message.campaignId,
    campaignName: message.campaign?.name ?? null,
    ...nameOf(message),
    plannedAt: message.plannedAt.toISOString(),
    departure: departure && { kind: departure.kind, at: departure.at.toISOString() },
    expiresAt: message.expiresAt.toISOString(),
    sentAt: message.sentAt?.toISOString() ?? null,
    email: frozen ? emailFaces(frozen.email) : null,
    subjectSource: subjectOf(message.intent),
    why: Decision.parse(frozen?.why ? frozen : message.decision).why,
    ended,
    picks: z.array(PlacedPick).parse(frozen?.picks ?? []),
    events: message.engagementEvents.map((event) => ({
      eventId: event.eventId,
      at: event.occurredAt.toISOString(),
      classification: event.classification,
      signals: listSignals(event.reason),
      position: (event.position ?? "former") as LinkPosition | "former",
    })),
    credits: message.attributions.map((credit) => ({
      orderId: credit.orderId,
      orderName: orders.find(({ orderId }) => orderId === credit.orderId)?.name ?? credit.orderId,
      orderedAt: credit.orderedAt.toISOString(),
      currency: credit.currency,
      netMinor: Number(credit.grossMinor - credit.refundedMinor),
      refundedMinor: Number(credit.refundedMinor),
    })),
  };
}

function emailFaces(email: Email): SentEmailPageData["email"] {
  const { from, to, replyTo, subject, html, text, headers } = email;
  return {
    from: formatMailbox(from),
    to,
    replyTo,
    subject,
    html,
    text,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  };
}

/** When an enrollment ended, and the customer's last order by then. */
interface EnrollmentEnd {
  readonly at: string;
  readonly order: { readonly name: string; readonly at: string } | null;
}

/** The end of an enrollment; null while it is active or when the message has none. */
async function findEnrollmentEnd(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  enrollment: { readonly objectKey: string; readonly endedAt: Date | null } | null,
): Promise<EnrollmentEnd | null> {
  if (!enrollment?.endedAt) return null;
  const order = await db.order.findFirst({
    where: {
      shopId,
      // A guest or point-of-sale order may belong to another profile; the checkout is the same.
      OR: [{ profileId }, { checkoutToken: enrollment.objectKey }],
      orderId: { not: enrollment.objectKey },
      placedAt: { lte: enrollment.endedAt },
    },
    orderBy: { placedAt: "desc" },
    select: { name: true, placedAt: true },
  });
  return {
    at: enrollment.endedAt.toISOString(),
    order: order && { name: order.name, at: order.placedAt.toISOString() },
  };
}
