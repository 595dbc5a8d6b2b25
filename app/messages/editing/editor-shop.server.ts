import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { listProfiles } from "~/profiles/profile-store.server";
import { loadRuleBuilder, type RuleBuilderData } from "~/segments/editing/segment-pages.server";
import type { SegmentRule } from "~/segments/segment";

/** What of the shop the editor offers, with the clock that dates are told by. */
export interface EditorShop {
  /** Customers for whom a mail can be shown. */
  readonly readers: readonly { readonly profileId: string; readonly name: string }[];
  /** What rules of blocks may ask, with the names of what they ask about already. */
  readonly builder: RuleBuilderData;
  readonly timeZone: string;
}

const MAX_READERS = 12;

/** The customers who ordered last, of whom most is known, and what a mail with these rules needs to be edited. */
export async function loadEditorShop(
  db: Db,
  shopId: ShopId,
  rules: readonly SegmentRule[],
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<EditorShop> {
  const [{ timeZone }, profiles, builder] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true } }),
    listProfiles(db, shopId, { skip: 0, take: MAX_READERS }, deps),
    loadRuleBuilder(db, shopId, rules),
  ]);
  const readers = profiles.flatMap(({ profileId, contact }) =>
    contact.email ? [{ profileId, name: contactName(contact) ?? "A customer without a name" }] : [],
  );
  return { readers, builder, timeZone };
}
