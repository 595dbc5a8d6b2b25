import type { Tx } from "~/db.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import {
  ofAddress,
  ofCustomer,
  ofProfile,
  toPlainRow,
  type Person,
  type PersonalData,
} from "~/privacy/personal-data";

export const profilesPersonalData: PersonalData = {
  async erase(tx, person, { at }) {
    await keepTombstones(tx, person, at);
    await eraseBrowsing(tx, person);
    await tx.profile.updateMany({
      where: ofProfile(person),
      data: {
        emailIndex: null,
        sealedContact: null,
        locale: null,
        countryCode: null,
        region: null,
        cityKey: null,
        tags: [],
        browsing: {},
        lastSeenAt: null,
        marketingState: "redacted",
        marketingOptIn: null,
        marketingChangedAt: at,
        deletedAt: at,
      },
    });
    await tx.searchToken.deleteMany({ where: ofProfile(person) });
    await tx.customerNote.deleteMany({ where: ofProfile(person) });
    await tx.checkout.updateMany({
      where: ofProfile(person),
      data: { sealedRecoveryUrl: null },
    });
    await tx.profileProperty.deleteMany({ where: ofProfile(person) });
    await tx.emailPreference.deleteMany({ where: ofAddress(person) });
    await tx.suppression.updateMany({
      where: suppressionsOf(person),
      data: { sealedAddress: null, note: null },
    });
  },
  async export(db, person, keyring) {
    const { shopId, customerIds, profileIds, orderIds } = person;
    const customerId = { in: [...customerIds] };
    const profiles = await db.profile.findMany({ where: ofProfile(person) });
    const merges = await db.customerMerge.findMany({
      where: { shopId, OR: [{ customerId }, { intoCustomerId: customerId }] },
    });
    const orders = await db.order.findMany({
      where: {
        shopId,
        OR: [
          { profileId: { in: [...profileIds] } },
          { profileId: null, orderId: { in: [...orderIds] } },
        ],
      },
      include: { lines: true },
      orderBy: { placedAt: "asc" },
    });
    const checkouts = await db.checkout.findMany({
      where: ofProfile(person),
      orderBy: { startedAt: "asc" },
    });
    const visits = await db.visit.findMany({
      where: ofProfile(person),
      orderBy: { startedAt: "asc" },
    });
    const joins = await db.visitorJoin.findMany({
      where: ofCustomer(person),
      orderBy: { shownAt: "asc" },
    });
    const properties = await db.profileProperty.findMany({
      where: ofProfile(person),
      orderBy: { setAt: "asc" },
    });
    const notes = await db.customerNote.findMany({
      where: ofProfile(person),
      orderBy: { writtenAt: "asc" },
    });
    const preferences = await db.emailPreference.findMany({ where: ofAddress(person) });
    const suppressions = await db.suppression.findMany({ where: suppressionsOf(person) });
    const open = (sealed: Uint8Array, table: string, column: string, row: string) =>
      keyring.open(sealed, { table, column, shopId, row });
    return {
      profiles: profiles.map(
        ({ sealedContact: sealed, emailIndex: _index, cityKey: _city, ...profile }) => ({
          ...toPlainRow(profile),
          contact:
            sealed &&
            (JSON.parse(open(sealed, "profile", "sealed_contact", profile.profileId)) as unknown),
        }),
      ),
      /** Former customer ids. */
      merges: merges.map(toPlainRow),
      orders: orders.map(toPlainRow),
      checkouts: checkouts.map(({ sealedRecoveryUrl: sealed, ...checkout }) => ({
        ...toPlainRow(checkout),
        recoveryUrl: sealed && open(sealed, "checkout", "sealed_recovery_url", checkout.token),
      })),
      /** Page views in the customer's browsers, and why those browsers are assigned to the customer. */
      visits: visits.map(toPlainRow),
      joins: joins.map(toPlainRow),
      /** Set by flows. */
      properties: properties.map(toPlainRow),
      /** Written by the merchant. */
      notes: notes.map(({ sealedText, ...note }) => ({
        ...toPlainRow(note),
        text: open(sealedText, "customer_note", "sealed_text", note.noteId),
      })),
      preferences: preferences.map(({ emailIndex: _index, ...chosen }) => toPlainRow(chosen)),
      suppressions: suppressions.map(
        ({ emailIndex: _index, sealedAddress: _address, ...suppression }) =>
          toPlainRow(suppression),
      ),
    };
  },
};

const suppressionsOf = ({ shopId, emailIndexes, messageIds }: Person) => ({
  shopId,
  OR: [{ emailIndex: { in: [...emailIndexes] } }, { messageId: { in: [...messageIds] } }],
});

/** Tombstone: later webhooks must not recreate the customer. */
async function keepTombstones(tx: Tx, { shopId, customerIds }: Person, at: Date): Promise<void> {
  const shop = await tx.shop.findUnique({ where: { shopId }, select: { shopId: true } });
  if (!shop) return;
  await tx.profile.createMany({
    data: customerIds.map((customerId) => ({
      shopId,
      profileId: profileIdOfCustomer(customerId),
      customerId,
      marketingState: "redacted",
      createdAt: at,
    })),
    skipDuplicates: true,
  });
}

/** Deletes browsing together with the link to the person: nothing could find it later. */
async function eraseBrowsing(tx: Tx, person: Person): Promise<void> {
  const { shopId, profileIds } = person;
  await tx.$executeRaw`
    delete from event using visit
    where event.shop_id = ${shopId} and source = 'pixel' and visit.shop_id = ${shopId}
      and visit.profile_id = any(${[...profileIds]}::text[])
      and event.visitor_id = visit.visitor_id
      and event.occurred_at between visit.started_at and visit.ended_at`;
  await tx.visit.deleteMany({ where: ofProfile(person) });
  await tx.visitorJoin.deleteMany({ where: ofCustomer(person) });
  await tx.event.deleteMany({
    where: { ...ofCustomer(person), kind: { in: ["visitor_logged_in", "sign_up_confirmed"] } },
  });
}
