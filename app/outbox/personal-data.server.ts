import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { ofMessage, ofProfile, toPlainRow, type PersonalData } from "~/privacy/personal-data";
import type { Keyring } from "~/privacy/keyring.server";
import { openBodies } from "./frozen-content.server";
import { endMessages } from "./message-store.server";

export const outboxPersonalData: PersonalData = {
  async erase(tx, person) {
    const { shopId, profileIds, messageIds } = person;
    const isPlanned = Prisma.sql`sending.state = 'planned'
      and message.profile_id = any(${[...profileIds]}::text[])`;
    await endMessages(tx, shopId, isPlanned, { state: "skipped", reason: "erased" });
    await tx.messageContent.updateMany({
      where: ofMessage(person),
      data: { sealedEmail: null, sealedBody: null, emailIndex: null, linkCount: null },
    });
    await tx.$executeRaw`
      update message_outcome set decision = decision - 'detail'
      where shop_id = ${shopId} and message_id = any(${[...messageIds]}::text[])`;
  },
  async export(db, person, keyring) {
    const messages = await db.messageStatus.findMany({
      where: ofProfile(person),
      include: { engagementEvents: true, events: true },
      orderBy: { plannedAt: "asc" },
    });
    const place = { table: "message_content", column: "sealed_email", shopId: person.shopId };
    const bodies = await openBodies(db, person.shopId, messages, keyring);
    return {
      messages: messages.map(
        ({
          sealedEmail: sealed,
          sealedBody: _body,
          templateHash: _hash,
          emailIndex: _index,
          engagementEvents,
          ...message
        }) => ({
          ...toPlainRow(message),
          engagementEvents: engagementEvents.map(({ sealedTarget, ...event }) => ({
            ...toPlainRow(event),
            target: sealedTarget && openTarget(person.shopId, { ...event, sealedTarget }, keyring),
          })),
          email: sealed && {
            ...(JSON.parse(keyring.open(sealed, { ...place, row: message.messageId })) as object),
            ...(bodies.get(message.messageId) as object | undefined),
          },
        }),
      ),
    };
  },
};

/** The target of a link that the person clicked. */
function openTarget(
  shopId: ShopId,
  click: {
    readonly messageId: string;
    readonly linkIndex: number | null;
    readonly sealedTarget: Uint8Array;
  },
  keyring: Pick<Keyring, "open">,
): string {
  const row = `${click.messageId}/${click.linkIndex}`;
  const place = { table: "engagement_event", column: "sealed_target", shopId, row };
  return keyring.open(click.sealedTarget, place);
}
