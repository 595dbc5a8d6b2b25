import type { Db } from "~/db.server";
import { type CustomerId, ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { loadEmailNames } from "~/messages/customer-emails.server";
import { loadBrand } from "~/messages/brand/load-brand.server";
import { loadSubjects } from "~/messages/composing/template-of-message.server";
import { fillShopName } from "~/messages/merge/readable";
import { MessageIntent, MessageState } from "~/messages/message";
import { Contact, contactLocation } from "~/profiles/contact";
import { contactName } from "~/profiles/contact-name";
import type { Keyring } from "~/privacy/keyring.server";
import { loadDepartures } from "./departures.server";
import { listEmailIds } from "./list-email-ids.server";
import type { OutboxFilter } from "./outbox-filter";
import { pendingEmail, type PendingEmail } from "./pending-email";
import { openEmailHead } from "~/delivery/outbox/sealed-email.server";

export interface OutboxRow {
  readonly messageId: string;
  readonly state: MessageState;
  readonly reason: string | null;
  /** Delivery state reported by the provider; null: none yet. */
  readonly deliveryState: string | null;
  /** Time sent; for a pending message the forecast, otherwise the time planned. */
  readonly at: string;
  /** The forecast of a pending message. */
  readonly departure: PendingEmail["kind"] | null;
  readonly customerId: CustomerId | null;
  readonly customerName: string | null;
  readonly flowName: string | null;
  readonly emailNumber: number | null;
  readonly campaignName: string | null;
  /** The sent subject, otherwise the template's with merge values; null: unreadable. */
  readonly subject: string | null;
}

export interface OutboxPageData {
  readonly filter: OutboxFilter;
  readonly rows: readonly OutboxRow[];
  readonly hasNext: boolean;
  readonly flows: readonly { readonly flowId: string; readonly name: string }[];
  readonly campaigns: readonly { readonly campaignId: string; readonly name: string }[];
}

interface Deps {
  readonly keyring: Pick<Keyring, "open">;
  readonly now: () => Date;
}

const PAGE_SIZE = 25;

/** A page of the outbox, latest first: pending messages, then the others. */
export async function getOutboxPage(
  db: Db,
  shopId: ShopId,
  filter: OutboxFilter,
  { keyring, now }: Deps,
): Promise<OutboxPageData> {
  // One extra row shows whether there is a next page.
  const slice = { skip: (filter.page - 1) * PAGE_SIZE, take: PAGE_SIZE + 1 };
  const ids = await listEmailIds(db, shopId, filter, slice);
  const [flows, messages, campaigns] = await Promise.all([
    db.flow.findMany({
      where: { shopId },
      orderBy: { name: "asc" },
      select: { flowId: true, name: true },
    }),
    db.messageStatus.findMany({
      where: { shopId, messageId: { in: ids.slice(0, PAGE_SIZE) } },
      include: {
        profile: { select: { customerId: true, sealedContact: true } },
        campaign: { select: { name: true } },
      },
    }),
    db.campaign.findMany({
      where: { shopId },
      orderBy: { createdAt: "desc" },
      select: { campaignId: true, name: true },
    }),
  ]);
  const toLeave = messages.filter(({ state }) => state === "planned");
  const departures = await loadDepartures(
    db,
    shopId,
    toLeave.map(({ profileId }) => ProfileId.parse(profileId)),
    { keyring, now },
  );
  const nameOf = await loadEmailNames(db, shopId, messages);
  const subjectOf = await loadPlannedSubjects(
    db,
    shopId,
    messages.map(({ intent }) => intent),
    { keyring },
  );
  return {
    filter,
    flows,
    campaigns,
    hasNext: ids.length > PAGE_SIZE,
    rows: newestFirst(messages, departures, now()).map(({ message, at, reason, departure }) => ({
      messageId: message.messageId,
      state: MessageState.parse(message.state),
      reason,
      deliveryState: message.deliveryState,
      at: at.toISOString(),
      departure,
      customerId: message.profile.customerId,
      customerName: openName(
        shopId,
        ProfileId.parse(message.profileId),
        message.profile.sealedContact,
        keyring,
      ),
      subject: sentSubject(shopId, message, keyring) ?? subjectOf(message.intent),
      ...nameOf(message),
      campaignName: message.campaign?.name ?? null,
    })),
  };
}

interface Timed {
  readonly messageId: string;
  readonly state: string;
  readonly sentAt: Date | null;
  readonly plannedAt: Date;
  readonly nextRunAt: Date | null;
  readonly reason: string | null;
}

/** Sorts by the time shown, pending messages first. */
function newestFirst<M extends Timed>(
  messages: readonly M[],
  departures: ReadonlyMap<string, PendingEmail>,
  now: Date,
) {
  const timed = messages.map((message) => {
    const { messageId, state, sentAt, plannedAt } = message;
    if (state !== "planned") {
      return { message, at: sentAt ?? plannedAt, reason: message.reason, departure: null };
    }
    const { at, kind, reason } = departures.get(messageId) ?? pendingEmail(message, null, now);
    return { message, at, reason, departure: kind };
  });
  return timed.toSorted(
    (a, b) =>
      Number(b.departure !== null) - Number(a.departure !== null) ||
      Number(b.at) - Number(a.at) ||
      (a.message.messageId < b.message.messageId ? 1 : -1),
  );
}

function sentSubject(
  shopId: ShopId,
  {
    messageId,
    sealedEmail,
  }: { readonly messageId: string; readonly sealedEmail: Uint8Array | null },
  keyring: Pick<Keyring, "open">,
): string | null {
  return (sealedEmail && openEmailHead(shopId, messageId, sealedEmail, keyring))?.subject ?? null;
}

/** The current subject templates for these intents, with the store's name filled in. */
export async function loadPlannedSubjects(
  db: Db,
  shopId: ShopId,
  intents: readonly unknown[],
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<(intent: unknown) => string | null> {
  const read = (intent: unknown) => MessageIntent.safeParse(intent).data;
  const readable = intents.flatMap((intent) => read(intent) ?? []);
  const subjectOf = await loadSubjects(db, shopId, readable);
  const { shop, outcome } = await loadBrand(db, shopId, deps);
  const { shopName } = outcome.kind === "ready" ? outcome.brand : { shopName: shop.name };
  return (intent) => {
    const known = read(intent);
    const subject = known && subjectOf(known);
    return subject ? fillShopName(subject, shopName) : null;
  };
}

/** The customer's name; null if there is none or it was erased. */
export function openName(
  shopId: ShopId,
  profileId: ProfileId,
  sealedContact: Uint8Array | null,
  keyring: Pick<Keyring, "open">,
): string | null {
  if (!sealedContact) return null;
  const text = keyring.open(sealedContact, contactLocation(shopId, profileId));
  return contactName(Contact.parse(JSON.parse(text)));
}
