import "./load-env";
import { parseConfig } from "~/config";
import { acrossShops } from "~/db-scope.server";
import { listPooledShops, moveToPool } from "~/delivery/pools/email-pool-store.server";
import { AppError } from "~/lib/errors";
import { ShopId } from "~/lib/shop-id";
import { openToolDatabase } from "./open-tool-database";
import { runTool } from "./run-tool";

const usage = `npm run email-pool                   says which shops use another email account than the default
npm run email-pool -- SHOP POOL      moves a shop to a pool of KINDRED_EMAIL_POOLS, or to "default"

Without DATABASE_URL stop Kindred first: the embedded database belongs to one process.`;
const DEFAULT = "default";

const [shop, pool, ...rest] = process.argv.slice(2);
const shopId = ShopId.safeParse(shop).data ?? null;

if (rest.length > 0 || (shop === undefined) !== (pool === undefined)) {
  console.error(usage);
  process.exitCode = 2;
} else if (shop !== undefined && shopId === null) {
  console.error(`${shop} is no shop: name it as kettle.myshopify.com.`);
  process.exitCode = 2;
} else await runTool(() => acrossShops("operate", run));

async function run(): Promise<void> {
  const config = parseConfig(process.env);
  const names = [DEFAULT, ...Object.keys(config.emailPools)];
  if (pool !== undefined && !names.includes(pool)) {
    throw new AppError("invalid_input", `There is no pool ${pool}. There are: ${names.join(", ")}`);
  }
  const { db, close } = await openToolDatabase(config);
  try {
    if (shopId !== null && pool !== undefined) {
      const isMoved = await moveToPool(db, shopId, pool === DEFAULT ? null : pool);
      if (!isMoved) throw new AppError("not_found", `${shopId} has no settings yet`);
      console.log(`The email of ${shopId} leaves by ${pool} within half a minute`);
    }
    for (const [pooledId, name] of await listPooledShops(db)) console.log(`${pooledId}: ${name}`);
  } finally {
    await close();
  }
}
