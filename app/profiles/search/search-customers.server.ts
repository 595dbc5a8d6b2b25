import type { Db } from "~/db.server";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findProfiles, type Profile } from "../profile-store.server";
import { listProfilesByTokens } from "./search-token-store.server";
import { matchesSearch, readSearchQuery } from "./search-words";

/** What a search found. */
export interface FoundCustomers {
  /** Who has this order, number or address first, then by latest order. */
  readonly customers: readonly Profile[];
  readonly hasMore: boolean;
  /** Whether nothing was searched but whole names of one or two letters. */
  readonly isShort: boolean;
}

interface Deps {
  readonly keyring: Pick<Keyring, "open" | "blindIndex" | "searchToken">;
}

/** So many candidates are opened and compared at most, which takes about 50 ms. */
const MAX_COMPARED = 2_000;
const COMPARED_AT_ONCE = 250;

/** Finds customers by name, address, order number or customer number. @param limit of the customers */
export async function searchCustomers(
  db: Db,
  shopId: ShopId,
  text: string,
  { keyring, limit }: Deps & { readonly limit: number },
): Promise<FoundCustomers> {
  const query = readSearchQuery(text);
  const [exact, candidates] = await Promise.all([
    listExactMatches(db, shopId, text.trim(), { keyring }),
    listProfilesByTokens(db, shopId, query.prefixes, { keyring, limit: MAX_COMPARED }),
  ]);
  const found = await loadCustomers(db, shopId, exact, { keyring });
  const others = candidates.filter((profileId) => !exact.includes(profileId));
  // One more shows whether there are more. Most candidates of a short query match, so the first slice is often enough.
  for (let at = 0, size = limit + 1; at < others.length && found.length <= limit;) {
    const profiles = await loadCustomers(db, shopId, others.slice(at, at + size), { keyring });
    found.push(...profiles.filter(({ contact }) => matchesSearch(contact, query)));
    at += size;
    size = COMPARED_AT_ONCE;
  }
  const hasMore = found.length > limit || candidates.length === MAX_COMPARED;
  return { customers: found.slice(0, limit), hasMore, isShort: query.isShort };
}

/** Customers with exactly this address, number or order. */
async function listExactMatches(
  db: Db,
  shopId: ShopId,
  text: string,
  { keyring }: { readonly keyring: Pick<Keyring, "blindIndex"> },
): Promise<ProfileId[]> {
  if (text.includes("@")) {
    const rows = await db.profile.findMany({
      where: { shopId, emailIndex: keyring.blindIndex(shopId, text) },
      select: { profileId: true },
      orderBy: { profileId: "asc" },
    });
    return rows.map(({ profileId }) => profileId as ProfileId);
  }
  // Shops choose what their order numbers begin with. Without a digit it is no number.
  if (!/\d/.test(text)) return [];
  const orders = await db.order.findMany({
    where: {
      shopId,
      name: { in: [text, text.toUpperCase(), `#${text}`] },
      profileId: { not: null },
    },
    select: { profileId: true },
    orderBy: { placedAt: "desc" },
    take: 25,
  });
  const byOrder = orders.map(({ profileId }) => profileId as ProfileId);
  const byNumber = /^\d+$/.test(text) ? [profileIdOfCustomer(text)] : [];
  return [...new Set([...byNumber, ...byOrder])];
}

/** In the order of their ids in the list. Visitors and deleted customers are never found. */
async function loadCustomers(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<Profile[]> {
  const byId = await findProfiles(db, shopId, profileIds, deps);
  return profileIds.flatMap((profileId) => {
    const profile = byId.get(profileId);
    return profile && profile.customerId !== null && profile.deletedAt === null ? [profile] : [];
  });
}
