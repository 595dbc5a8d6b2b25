import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { DEFAULT_INDUSTRY, type Industry } from "~/i18n/industry";
import { defineJob } from "~/jobs/job.server";
import { fitToIndustry } from "./industry-flows";
import { FLOW_LIBRARY } from "./library";
import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findIndustry } from "~/shopify/industry-store.server";
import { findMerchantLocale } from "~/shopify/shop-store.server";
import { storedJson } from "../stored-json";
import { libraryName } from "./name-library-flows.server";

type Deps = CommonDeps<"db" | "now">;

/**
 * Installs the prebuilt flows when the app is installed, and those
 * added to the library since when the app is updated.
 */
export const installLibraryJob = defineJob<Deps>({
  name: "flows.install-library",
  selectDueShops: selectShopsWithoutAFlow,

  async run(shopId, { db, now }) {
    const [{ language }, industry] = await Promise.all([
      findMerchantLocale(db, shopId),
      findIndustry(db, shopId),
    ]);
    await db.$transaction((tx) => installFlowLibrary(tx, shopId, now(), language, industry));
    return { more: false };
  },
});

function selectShopsWithoutAFlow(): Prisma.Sql {
  const keys = FLOW_LIBRARY.map(({ key }) => key);
  return Prisma.sql`
    select shop_id as "shopId" from shop
    where uninstalled_at is null and ${keys.length} > (
      select count(*) from flow
      where flow.shop_id = shop.shop_id and flow.flow_id = any(${keys}::text[]))`;
}

/**
 * Installs the prebuilt flows as drafts. Existing flows, changed
 * or not, are kept. A flow's id is its library key.
 *
 * @param language of the names, which the merchant can change; other texts of a flow are its emails'
 * @param industry whose waits the flows have
 */
export async function installFlowLibrary(
  tx: Tx,
  shopId: ShopId,
  now: Date,
  language = "en",
  industry: Industry = DEFAULT_INDUSTRY,
): Promise<void> {
  const flows = FLOW_LIBRARY.map((it) => ({
    flowId: it.key,
    definition: { ...fitToIndustry(it, industry), name: libraryName(it.key, language) },
  }));
  await tx.flow.createMany({
    data: flows.map(({ flowId, definition }) => ({
      shopId,
      flowId,
      libraryKey: definition.key,
      name: definition.name,
      status: "draft",
      liveVersion: 1,
      createdAt: now,
      updatedAt: now,
    })),
    skipDuplicates: true,
  });
  await tx.flowVersion.createMany({
    data: flows.map(({ flowId, definition }) => ({
      shopId,
      flowId,
      version: 1,
      definition: storedJson(definition),
      createdAt: now,
    })),
    skipDuplicates: true,
  });
}
