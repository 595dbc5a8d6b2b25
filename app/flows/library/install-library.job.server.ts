import { Prisma, type PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { installFlowLibrary } from "./install-library.server";
import { FLOW_LIBRARY } from "./library";

interface Deps {
  db: PrismaClient;
  now: () => Date;
}

/**
 * Installs the prebuilt flows when the app is installed, and those
 * added to the library since when the app is updated.
 */
export const installLibraryJob = defineJob<Deps>({
  name: "flows.install-library",
  selectDueShops: selectShopsWithoutAFlow,

  async run(shopId, { db, now }) {
    await db.$transaction((tx) => installFlowLibrary(tx, shopId, now()));
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
