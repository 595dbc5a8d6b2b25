import type { Db, Tx } from "~/db.server";
import { readOwnTexts, type OwnTexts } from "~/i18n/own-texts";
import type { ShopId } from "~/lib/shop-id";

/** The shop's versions of built-in texts; undefined: it has none. */
export async function findOwnTexts(db: Db, shopId: ShopId): Promise<OwnTexts | undefined> {
  const settings = await db.settings.findUnique({ where: { shopId }, select: { texts: true } });
  return readOwnTexts(settings?.texts).texts;
}

/** Replaces the shop's own texts in one language; without any text, the language is removed. */
export async function saveOwnTexts(
  tx: Tx,
  shopId: ShopId,
  language: string,
  texts: OwnTexts[string],
  now: Date,
): Promise<void> {
  const own = Object.keys(texts).length > 0 ? JSON.stringify({ [language]: texts }) : "{}";
  await tx.$executeRaw`
    insert into settings (shop_id, texts, updated_at) values (${shopId}, ${own}::jsonb, ${now})
    on conflict (shop_id) do update
      set texts = (settings.texts - ${language}::text) || excluded.texts, updated_at = excluded.updated_at`;
}
