import { Prisma } from "~/generated/prisma/client";
import { ofMessage, ofProfile, toPlainRow, type PersonalData } from "~/privacy/personal-data";
import { endMessages } from "./message-store.server";

export const outboxPersonalData: PersonalData = {
  async erase(tx, person) {
    const { shopId, profileIds, messageIds } = person;
    const isPlanned = Prisma.sql`sending.state = 'planned'
      and message.profile_id = any(${[...profileIds]}::text[])`;
    await endMessages(tx, shopId, isPlanned, { state: "skipped", reason: "erased" });
    await tx.messageContent.updateMany({
      where: ofMessage(person),
      data: { sealedEmail: null, emailIndex: null, linkCount: null },
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
    return {
      messages: messages.map(
        ({ sealedEmail: sealed, emailIndex: _, engagementEvents, ...message }) => ({
          ...toPlainRow(message),
          engagementEvents: engagementEvents.map(({ sealedTarget, ...event }) => ({
            ...toPlainRow(event),
            target:
              sealedTarget &&
              keyring.open(sealedTarget, {
                ...{ table: "engagement_event", column: "sealed_target", shopId: person.shopId },
                row: `${event.messageId}/${event.linkIndex}`,
              }),
          })),
          email:
            sealed &&
            (JSON.parse(keyring.open(sealed, { ...place, row: message.messageId })) as unknown),
        }),
      ),
    };
  },
};
