import { recordEvents } from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { Keyring } from "~/privacy/keyring.server";
import { openUnsubscribeLink } from "./mail-link.server";

interface Deps {
  db: PrismaClient;
  keyring: Keyring;
  queue: Queue;
  now: () => Date;
}

/**
 * Takes an address off a shop's mail, at once and for good: the suppression is
 * committed before this returns, and every send reads it in the transaction
 * that hands the mail over. Asking twice changes nothing.
 *
 * @returns the shop's name for the page, or null for a link that is not ours
 */
export async function unsubscribe(token: string, deps: Deps): Promise<string | null> {
  const { db, keyring, queue, now } = deps;
  const link = openUnsubscribeLink(token, keyring);
  if (!link) return null;
  const { shopId, profileId, messageId } = link;
  const at = now();

  const [shop, profile, message] = await Promise.all([
    db.shop.findUnique({ where: { shopId }, select: { name: true } }),
    db.profile.findUnique({
      where: { shopId_profileId: { shopId, profileId } },
      select: { emailIndex: true, customerId: true, marketingOptIn: true },
    }),
    db.message.findUnique({
      where: { shopId_messageId: { shopId, messageId } },
      select: { flowId: true, stepId: true },
    }),
  ]);
  // Erased since: nobody is left to write to, and the reader is told the same.
  if (!profile?.emailIndex) return shop?.name ?? "this shop";
  const { customerId, marketingOptIn: optIn } = profile;
  const emailIndex = new Uint8Array(profile.emailIndex);

  await db.$transaction(async (tx) => {
    const { count } = await tx.suppression.createMany({
      data: {
        shopId,
        emailIndex,
        reason: "unsubscribe",
        messageId,
        createdAt: at,
        writeBackAt: at,
      },
      skipDuplicates: true,
    });
    if (count === 0) return;
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
          sourceId: `message/${messageId}/unsubscribed`,
          payload: { messageId, flowId: message?.flowId ?? null, stepId: message?.stepId ?? null },
        },
        {
          ...common,
          kind: "consent_changed",
          sourceId: `message/${messageId}/consent`,
          payload: { marketingState: "unsubscribed", optIn, changedAt: at },
        },
      ],
      deps,
    );
    await queue.announce(tx, shopId, "events_recorded");
    await queue.announce(tx, shopId, "suppression_recorded");
  });
  return shop?.name ?? "this shop";
}

/** The shop's name for the page that asks whether to unsubscribe; changes nothing, since scanners follow links. */
export async function findUnsubscribeShop(
  token: string,
  { db, keyring }: Pick<Deps, "db" | "keyring">,
): Promise<string | null> {
  const link = openUnsubscribeLink(token, keyring);
  if (!link) return null;
  const shop = await db.shop.findUnique({ where: { shopId: link.shopId }, select: { name: true } });
  return shop?.name ?? "this shop";
}
