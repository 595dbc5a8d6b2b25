import { recordEvents } from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { Keyring } from "~/privacy/keyring.server";
import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findPageLook, type PageLook } from "~/messages/brand/page-look.server";
import { listPreferences } from "~/profiles/preferences/preferences-store.server";
import { openUnsubscribeLink } from "./mail-link.server";

interface Deps {
  db: PrismaClient;
  keyring: Keyring;
  queue: Queue;
  now: () => Date;
}

/** For the page that a link of a mail leads to. */
export interface UnsubscribePage {
  /** Null when the shop was erased. */
  readonly look: PageLook | null;
  /** The reader's, in BCP 47; null where nothing is known of them any more. */
  readonly locale: string | null;
}

/**
 * Takes an address off a shop's mail, at once and for good: the suppression is
 * committed before this returns, and every send reads it in the transaction
 * that hands the mail over. Asking twice changes nothing, unless the customer
 * subscribed again in between: then Shopify is told again.
 *
 * @returns null for a link that is not ours
 */
export async function unsubscribe(token: string, deps: Deps): Promise<UnsubscribePage | null> {
  const { db, keyring, queue, now } = deps;
  const link = openUnsubscribeLink(token, keyring);
  if (!link) return null;
  const { shopId, profileId, messageId } = link;
  const at = now();

  const [look, profile, message] = await Promise.all([
    findPageLook(db, shopId),
    db.profile.findUnique({
      where: { shopId_profileId: { shopId, profileId } },
      select: {
        emailIndex: true,
        locale: true,
        customerId: true,
        marketingState: true,
        marketingOptIn: true,
        marketingChangedAt: true,
      },
    }),
    db.message.findUnique({
      where: { shopId_messageId: { shopId, messageId } },
      select: { flowId: true, stepId: true },
    }),
  ]);
  // Erased since: nobody is left to write to, and the reader is told the same.
  const chosen = await chosenLanguage(db, shopId, profileId);
  const page = { look, locale: chosen ?? profile?.locale ?? null };
  if (!profile?.emailIndex) return page;
  const { customerId, marketingOptIn: optIn } = profile;
  const emailIndex = new Uint8Array(profile.emailIndex);
  const subscribedAt = profile.marketingState === "subscribed" ? profile.marketingChangedAt : null;

  await db.$transaction(async (tx) => {
    const since = { emailIndex, messageId, at, subscribedAt };
    const outcome = await suppress(tx, shopId, since);
    if (outcome === "unchanged") return;
    // Of the same mail there may be events already, told by the same key.
    const time = outcome === "renewed" ? `/${at.toISOString()}` : "";
    const common = {
      shopId,
      source: "kindred",
      customerId,
      occurredAt: at,
      personal: null,
    } as const;
    await recordEvents(
      tx,
      [
        {
          ...common,
          kind: "mail_unsubscribed",
          sourceId: `message/${messageId}/unsubscribed${time}`,
          payload: { messageId, flowId: message?.flowId ?? null, stepId: message?.stepId ?? null },
        },
        {
          ...common,
          kind: "consent_changed",
          sourceId: `message/${messageId}/consent${time}`,
          payload: { marketingState: "unsubscribed", optIn, changedAt: at },
        },
      ],
      deps,
    );
    await queue.announce(tx, shopId, "events_recorded");
    await queue.announce(tx, shopId, "suppression_recorded");
  });
  return page;
}

interface Unsubscribe {
  readonly emailIndex: Uint8Array<ArrayBuffer>;
  readonly messageId: string;
  readonly at: Date;
  /** When the customer last subscribed; `null` for one who is not subscribed. */
  readonly subscribedAt: Date | null;
}

/** One suppression an address: a later one takes its place if the customer had subscribed since. */
async function suppress(
  tx: Tx,
  shopId: ShopId,
  { emailIndex, messageId, at, subscribedAt }: Unsubscribe,
): Promise<"created" | "renewed" | "unchanged"> {
  const reason = "unsubscribe";
  const since = { messageId, createdAt: at, writeBackAt: at };
  const created = await tx.suppression.createMany({
    data: { shopId, emailIndex, reason, ...since },
    skipDuplicates: true,
  });
  if (created.count === 1) return "created";
  if (!subscribedAt) return "unchanged";
  const renewed = await tx.suppression.updateMany({
    where: { shopId, emailIndex, reason, createdAt: { lt: subscribedAt } },
    data: { ...since, writeBackAttempts: 0, writeBackReason: null, writtenBackAt: null },
  });
  return renewed.count === 1 ? "renewed" : "unchanged";
}

/**
 * For the page that asks whether to unsubscribe; changes nothing, since scanners
 * follow links. It leads nowhere else: who has this link may unsubscribe, and no more.
 */
export async function findUnsubscribePage(
  token: string,
  { db, keyring }: Pick<Deps, "db" | "keyring">,
): Promise<UnsubscribePage | null> {
  const link = openUnsubscribeLink(token, keyring);
  if (!link) return null;
  const { shopId, profileId } = link;
  const [look, profile] = await Promise.all([
    findPageLook(db, shopId),
    db.profile.findUnique({
      where: { shopId_profileId: { shopId, profileId } },
      select: { locale: true },
    }),
  ]);
  const chosen = await chosenLanguage(db, shopId, profileId);
  return { look, locale: chosen ?? profile?.locale ?? null };
}

/** What the reader chose on the preference page; null: nothing. */
async function chosenLanguage(db: Db, shopId: ShopId, profileId: string): Promise<string | null> {
  const chosen = await listPreferences(db, shopId, [profileId]);
  return chosen.get(profileId)?.language ?? null;
}
