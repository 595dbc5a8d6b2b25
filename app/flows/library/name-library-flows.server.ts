import type { Db } from "~/db.server";
import type { TextKey } from "~/i18n/messages";
import { textIn } from "~/i18n/text-in.server";
import type { ShopId } from "~/lib/shop-id";
import { findMerchantLocale } from "~/shopify/shop-store.server";
import { FLOW_LIBRARY } from "./library";

/** The name of a prebuilt flow in a language of the admin, else in English. */
export const libraryName = (key: string, language: string): string =>
  textIn(language, "flow-names")(key as TextKey<"flow-names">);

/**
 * Renames the prebuilt flows once the merchant's language is known, which may be after they were installed.
 * Names that the merchant has changed are kept.
 */
export async function nameLibraryFlows(db: Db, shopId: ShopId): Promise<void> {
  const { language } = await findMerchantLocale(db, shopId);
  for (const { key, name } of FLOW_LIBRARY) {
    const to = libraryName(key, language);
    if (to !== name) await renameFlow(db, shopId, { key, from: name, to });
  }
}

/** Every version repeats the name. */
async function renameFlow(
  db: Db,
  shopId: ShopId,
  { key, from, to }: { readonly key: string; readonly from: string; readonly to: string },
): Promise<void> {
  await db.$executeRaw`
    with renamed as (
      update flow set name = ${to}
      where shop_id = ${shopId} and flow_id = ${key} and library_key = ${key} and name = ${from}
      returning shop_id, flow_id)
    update flow_version set definition = jsonb_set(flow_version.definition, '{name}', to_jsonb(${to}::text))
    from renamed
    where flow_version.shop_id = renamed.shop_id and flow_version.flow_id = renamed.flow_id
      and flow_version.definition ->> 'name' = ${from}`;
}
