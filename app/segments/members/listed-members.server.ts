import type { Db } from "~/db.server";
import { MarketingState } from "~/events/event";
import { type CustomerId, ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { Contact, contactLocation } from "~/profiles/contact";
import { contactName } from "~/profiles/contact-name";

/** A customer as shown in lists. */
export interface ListedMember {
  readonly profileId: ProfileId;
  readonly customerId: CustomerId;
  readonly name: string | null;
  readonly email: string | null;
  readonly orderCount: number;
  readonly netSpendMinor: number;
  readonly lastOrderAt: string | null;
  readonly marketingState: MarketingState;
}

interface Deps {
  readonly keyring: Pick<Keyring, "open">;
}

/** Loads these customers in the given order; skips deleted ones. */
export async function loadListedMembers(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  { keyring }: Deps,
): Promise<ListedMember[]> {
  const rows = await db.profile.findMany({
    where: { shopId, profileId: { in: [...profileIds] } },
    select: {
      profileId: true,
      customerId: true,
      sealedContact: true,
      orderCount: true,
      netSpendMinor: true,
      lastOrderAt: true,
      marketingState: true,
    },
  });
  const byId = new Map(rows.map((row) => [row.profileId, row]));
  return profileIds.flatMap((profileId) => {
    const row = byId.get(profileId);
    if (!row || row.customerId === null) return [];
    const { sealedContact, netSpendMinor, lastOrderAt, customerId, ...rest } = row;
    const contact = sealedContact
      ? Contact.parse(JSON.parse(keyring.open(sealedContact, contactLocation(shopId, profileId))))
      : null;
    return {
      ...rest,
      profileId,
      customerId,
      marketingState: MarketingState.parse(row.marketingState),
      name: contact && contactName(contact),
      email: contact?.email ?? null,
      netSpendMinor: Number(netSpendMinor),
      lastOrderAt: lastOrderAt?.toISOString() ?? null,
    };
  });
}

const PAGE_SIZE = 10;

/** A page of a segment's members, latest joins first. @param page from 1 */
export async function listMembersPage(
  db: Db,
  shopId: ShopId,
  segmentId: string,
  page: number,
  deps: Deps,
): Promise<{ readonly members: readonly ListedMember[]; readonly hasNext: boolean }> {
  const rows = await db.segmentMember.findMany({
    where: { shopId, segmentId },
    orderBy: [{ joinedAt: "desc" }, { profileId: "asc" }],
    skip: (page - 1) * PAGE_SIZE,
    take: PAGE_SIZE + 1,
    select: { profileId: true },
  });
  const profileIds = rows.slice(0, PAGE_SIZE).map(({ profileId }) => ProfileId.parse(profileId));
  const members = await loadListedMembers(db, shopId, profileIds, deps);
  return { members, hasNext: rows.length > PAGE_SIZE };
}
