import type { Db } from "~/db.server";
import { MarketingState } from "~/events/event";
import type { Prisma } from "~/generated/prisma/client";
import { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { Contact, contactLocation, EMPTY_CONTACT } from "./contact";
import { Traits } from "./profile";
import { Browsing } from "./visitors/browsing";

type Row = Prisma.ProfileGetPayload<object>;

/** A profile with its decrypted contact. */
export interface Profile extends Omit<
  Row,
  "sealedContact" | "emailIndex" | "marketingState" | "traits" | "browsing"
> {
  readonly profileId: ProfileId;
  readonly contact: Contact;
  readonly marketingState: MarketingState;
  readonly traits: Traits;
  readonly browsing: Browsing;
}

interface Deps {
  readonly keyring: Pick<Keyring, "open">;
}

/** Finds a profile by id; `null` if there is none. */
export async function findProfile(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  deps: Deps,
): Promise<Profile | null> {
  const row = await db.profile.findUnique({ where: { shopId_profileId: { shopId, profileId } } });
  return row && toProfile(row, deps);
}

/** Finds profiles by id, with one statement. */
export async function findProfiles(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  deps: Deps,
): Promise<ReadonlyMap<ProfileId, Profile>> {
  if (profileIds.length === 0) return new Map();
  const rows = await db.profile.findMany({ where: { shopId, profileId: { in: [...profileIds] } } });
  return new Map(rows.map((row) => [row.profileId as ProfileId, toProfile(row, deps)]));
}

/** Finds profiles by exact email address, ignoring case. */
export async function findProfilesByEmail(
  db: Db,
  shopId: ShopId,
  email: string,
  { keyring }: { readonly keyring: Pick<Keyring, "open" | "blindIndex"> },
): Promise<Profile[]> {
  const rows = await db.profile.findMany({
    where: { shopId, emailIndex: keyring.blindIndex(shopId, email) },
    orderBy: { profileId: "asc" },
  });
  return rows.map((row) => toProfile(row, { keyring }));
}

/** A page of profiles with orders, latest order first. */
export async function listProfiles(
  db: Db,
  shopId: ShopId,
  { skip, take }: { readonly skip: number; readonly take: number },
  deps: Deps,
): Promise<Profile[]> {
  const rows = await db.profile.findMany({
    where: { shopId, lastOrderAt: { not: null } },
    orderBy: [{ lastOrderAt: "desc" }, { profileId: "asc" }],
    skip,
    take,
  });
  return rows.map((row) => toProfile(row, deps));
}

/** The number of customers, up to a limit. */
export interface CustomerCount {
  readonly count: number;
  /** Whether there are more than the limit. */
  readonly hasMore: boolean;
}

/** Counting all customers of a large shop would be slower than the rest of the page. */
const MAX_COUNTED = 10_000;

/** Counts customers with and without orders up to 10,000, without deleted ones. */
export async function countCustomers(db: Db, shopId: ShopId): Promise<CustomerCount> {
  const [row] = await db.$queryRaw<[{ count: number }]>`
    select count(*)::int as count from (
      select 1 from profile
      where shop_id = ${shopId} and customer_id is not null and deleted_at is null
      limit ${MAX_COUNTED + 1}) as one`;
  return { count: Math.min(row.count, MAX_COUNTED), hasMore: row.count > MAX_COUNTED };
}

function toProfile(
  { sealedContact, emailIndex: _index, traits, browsing, ...row }: Row,
  { keyring }: Deps,
): Profile {
  const profileId = ProfileId.parse(row.profileId);
  const place = contactLocation(row.shopId, profileId);
  return {
    ...row,
    profileId,
    contact: sealedContact
      ? Contact.parse(JSON.parse(keyring.open(sealedContact, place)))
      : EMPTY_CONTACT,
    marketingState: MarketingState.parse(row.marketingState),
    traits: Traits.parse(traits),
    browsing: Browsing.parse(browsing),
  };
}
