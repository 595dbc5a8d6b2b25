import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { loadMailNames } from "~/messages/customer-mails.server";
import { loadSubjects } from "~/messages/composing/template-of-message.server";
import { readableMerge } from "~/messages/merge/readable";
import { MessageIntent, MessageState } from "~/messages/message";
import { Contact, contactPlace } from "~/profiles/contact";
import { contactName } from "~/profiles/contact-name";
import type { Keyring } from "~/privacy/keyring.server";
import { listMailIds } from "./list-mail-ids.server";
import type { OutboxFilter } from "./outbox-filter";
import { openMail } from "./sealed-mail.server";

export interface OutboxRow {
  readonly messageId: string;
  readonly state: MessageState;
  readonly reason: string | null;
  /** How far it got, as the provider tells; null: it has not told. */
  readonly deliveryState: string | null;
  /** When it was sent, or else when it was planned. */
  readonly at: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly flowName: string | null;
  readonly mailName: string | null;
  readonly campaignName: string | null;
  /** As sent, or else as the flow has it, with places for values. */
  readonly subject: string;
}

export interface OutboxPage {
  readonly filter: OutboxFilter;
  readonly timeZone: string;
  readonly rows: readonly OutboxRow[];
  readonly hasNext: boolean;
  readonly flows: readonly { readonly flowId: string; readonly name: string }[];
  readonly campaigns: readonly { readonly campaignId: string; readonly name: string }[];
}

interface Deps {
  readonly keyring: Pick<Keyring, "open">;
}

const PAGE_SIZE = 25;

/** A page of the shop's mails, the last planned first. */
export async function getOutboxPage(
  db: Db,
  shopId: ShopId,
  filter: OutboxFilter,
  { keyring }: Deps,
): Promise<OutboxPage> {
  // One more than is shown tells whether there is a next page.
  const slice = { skip: (filter.page - 1) * PAGE_SIZE, take: PAGE_SIZE + 1 };
  const ids = await listMailIds(db, shopId, filter, slice);
  const [shop, flows, messages, campaigns] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true } }),
    db.flow.findMany({
      where: { shopId },
      orderBy: { name: "asc" },
      select: { flowId: true, name: true },
    }),
    db.message.findMany({
      where: { shopId, messageId: { in: ids.slice(0, PAGE_SIZE) } },
      orderBy: [{ plannedAt: "desc" }, { messageId: "desc" }],
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
  const nameOf = await loadMailNames(db, shopId, messages);
  const subjectOf = await loadPlannedSubjects(
    db,
    shopId,
    messages.map(({ intent }) => intent),
  );
  return {
    filter,
    timeZone: shop.timeZone,
    flows,
    campaigns,
    hasNext: ids.length > PAGE_SIZE,
    rows: messages.map((message) => ({
      messageId: message.messageId,
      state: MessageState.parse(message.state),
      reason: message.reason,
      deliveryState: message.deliveryState,
      at: (message.sentAt ?? message.plannedAt).toISOString(),
      customerId: message.profile.customerId,
      customerName: openName(shopId, message.profileId, message.profile.sealedContact, keyring),
      subject: sentSubject(shopId, message, keyring) ?? subjectOf(message.intent),
      ...nameOf(message),
      campaignName: message.campaign?.name ?? null,
    })),
  };
}

/** Stands for the subject of a mail of which nothing can be read any more. */
const NO_SUBJECT = "A mail that cannot be read";

function sentSubject(
  shopId: ShopId,
  { messageId, sealedMail }: { readonly messageId: string; readonly sealedMail: Uint8Array | null },
  keyring: Pick<Keyring, "open">,
): string | null {
  return (sealedMail && openMail(shopId, messageId, sealedMail, keyring))?.subject ?? null;
}

/** The subjects that mails with these intents would have now, with the names of values in the values' place. */
export async function loadPlannedSubjects(
  db: Db,
  shopId: ShopId,
  intents: readonly unknown[],
): Promise<(intent: unknown) => string> {
  const read = (intent: unknown) => MessageIntent.safeParse(intent).data;
  const readable = intents.flatMap((intent) => read(intent) ?? []);
  const subjectOf = await loadSubjects(db, shopId, readable);
  return (intent) => {
    const known = read(intent);
    const subject = known && subjectOf(known);
    return subject ? readableMerge(subject) : NO_SUBJECT;
  };
}

/** The customer's name, or null when there is none, or none any more. */
export function openName(
  shopId: ShopId,
  profileId: string,
  sealedContact: Uint8Array | null,
  keyring: Pick<Keyring, "open">,
): string | null {
  if (!sealedContact) return null;
  const text = keyring.open(sealedContact, contactPlace(shopId, profileId));
  return contactName(Contact.parse(JSON.parse(text)));
}
