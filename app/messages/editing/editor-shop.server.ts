import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { listSegments } from "~/segments/members/segment-store.server";
import { listProfiles } from "~/profiles/profile-store.server";

/** What of the shop the editor offers, with the clock that dates are told by. */
export interface EditorShop {
  /** Customers for whom a mail can be shown. */
  readonly readers: readonly { readonly profileId: string; readonly name: string }[];
  /** Of whose members a block may be for. */
  readonly segments: readonly { readonly segmentId: string; readonly name: string }[];
  readonly timeZone: string;
}

const MOST_READERS = 12;

/** The customers who ordered last, of whom most is known, and all segments. */
export async function loadEditorShop(
  db: Db,
  shopId: ShopId,
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<EditorShop> {
  const [{ timeZone }, profiles, segments] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true } }),
    listProfiles(db, shopId, { skip: 0, take: MOST_READERS }, deps),
    listSegments(db, shopId),
  ]);
  const readers = profiles.flatMap(({ profileId, contact }) =>
    contact.email ? [{ profileId, name: contactName(contact) ?? "A customer without a name" }] : [],
  );
  return {
    readers,
    segments: segments.map(({ segmentId, name }) => ({ segmentId, name })),
    timeZone,
  };
}
