import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { ofCustomer, ofMessage, toPlainRow, type PersonalData } from "~/privacy/personal-data";

export const eventsPersonalData: PersonalData = {
  async erase(tx, person) {
    const { shopId } = person;
    await tx.event.updateMany({
      where: ofCustomer(person),
      data: { sealed: null, visitorId: null },
    });
    await tx.trackingRefusal.deleteMany({ where: ofCustomer(person) });
    await tx.engagementEvent.updateMany({
      where: ofMessage(person),
      data: { ipHash: null, sealedTarget: null },
    });
    // A provider's text may quote the person.
    await tx.emailEvent.updateMany({ where: ofMessage(person), data: { detail: null } });
    // Sealed bodies do not show whom they concern, and processed ones are only kept for replays.
    await tx.inboxEntry.updateMany({
      where: { shopId, state: { not: "waiting" } },
      data: { sealedBody: null },
    });
  },
  async export(db, person, keyring) {
    const events = await db.event.findMany({
      where: ofCustomer(person),
      orderBy: { seq: "asc" },
    });
    const refusals = await db.trackingRefusal.findMany({ where: ofCustomer(person) });
    return {
      /** With their personal data. */
      events: events.map(({ sealed, ...event }) => ({
        ...toPlainRow(event),
        personal: sealed && openPersonal(person.shopId, { ...event, sealed }, keyring),
      })),
      /** Whether they declined open tracking at Shopify. */
      trackingRefusals: refusals.map(toPlainRow),
    };
  },
};

/** The personal data of an event. */
export function openPersonal(
  shopId: ShopId,
  event: { readonly source: string; readonly sourceId: string; readonly sealed: Uint8Array },
  keyring: Pick<Keyring, "open">,
): Record<string, unknown> {
  const row = `${event.source}/${event.sourceId}`;
  const place = { table: "event", column: "sealed", shopId, row };
  return JSON.parse(keyring.open(event.sealed, place)) as Record<string, unknown>;
}
