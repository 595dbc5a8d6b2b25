import type { Db } from "~/db.server";
import { writtenLanguages } from "~/i18n/own-texts.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { listProfiles } from "~/profiles/profile-store.server";
import { loadRuleBuilder, type RuleBuilderData } from "~/pages/segments/segment-pages.server";
import type { SegmentRule } from "~/segments/segment";
import { findGermanAddress } from "~/messages/brand/page-branding.server";
import { yourOrderIn } from "~/messages/ready/your-order.server";
import { findShopTheme } from "~/messages/theme/shop-theme.server";
import type { ShopTheme } from "~/messages/theme/measure-contrast";
import type { SavedBlockRow } from "~/messages/editing/saved-block";
import { listSavedBlocks } from "~/messages/saved-blocks/saved-block-store.server";
import { listCustomPaths } from "./custom-paths.server";
import { findOwnTexts } from "~/messages/own-texts/own-texts-store.server";

/** Shop data for the editor, with the time zone of dates. */
export interface EditorShop {
  /** Customers for the preview. */
  readonly readers: readonly { readonly profileId: ProfileId; readonly name: string | null }[];
  /** Options for block rules, with names of objects in use. */
  readonly builder: RuleBuilderData;
  readonly timeZone: string;
  /** The languages that an email can be written in. */
  readonly languages: readonly string[];
  /** Language → how its emails say "your order". */
  readonly yourOrder: Readonly<Record<string, string>>;
  readonly theme: ShopTheme;
  readonly savedBlocks: readonly SavedBlockRow[];
  /** Merge values with the shop's own names: `event.rating`, `property.points`. */
  readonly customPaths: readonly string[];
}

const MAX_READERS = 12;

/** Loads the latest buyers, who have the most data, and the rule options. */
export async function loadEditorShop(
  db: Db,
  shopId: ShopId,
  { templateId, rules }: { readonly templateId: string; readonly rules: readonly SegmentRule[] },
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<EditorShop> {
  const [{ timeZone }, texts, address, profiles, builder, theme, savedBlocks] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true } }),
    findOwnTexts(db, shopId),
    findGermanAddress(db, shopId),
    listProfiles(db, shopId, { skip: 0, take: MAX_READERS }, deps),
    loadRuleBuilder(db, shopId, rules),
    findShopTheme(db, shopId),
    listSavedBlocks(db, shopId),
  ]);
  const readers = profiles.flatMap(({ profileId, contact }) =>
    contact.email ? [{ profileId, name: contactName(contact) }] : [],
  );
  const properties = builder.notes;
  const languages = writtenLanguages("email", texts);
  return {
    readers,
    customPaths: await listCustomPaths(db, shopId, { templateId, properties }, deps),
    builder,
    timeZone,
    languages,
    yourOrder: Object.fromEntries(languages.map((it) => [it, yourOrderIn(it, address, texts)])),
    theme,
    savedBlocks,
  };
}
