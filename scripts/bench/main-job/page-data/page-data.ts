import { ShopId } from "~/lib/shop-id";
import { smallStore } from "../../../../test/support/small-store";
import { roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { createDatabase, type DatabaseName } from "../databases";
import { FILLED, fillAdminShop } from "./fill-admin-shop";
import { measurePages, WARM_UP, WEBHOOKS_PER_SECOND, type UsedCores } from "./measure-pages";

const CUSTOMERS = 100_000;
const GUIDE_MS = 200;
const LOADS_A_RUN = 20;
/** The worker's own work at the start, such as training, takes longer than this in a large shop. */
const MAX_SETTLE_MS = 240_000;

const TITLE = "Data of the admin's pages";
const COLUMNS = [
  ...["", "first ms", "p50 ms", "p95 ms", "CPU ms", "of PostgreSQL", "round trips", "kB"],
  ...["p50 ms with webhooks", "p95 ms with webhooks", "guide"],
];

/** The data of every page of the admin on a large shop: its time, alone and while webhooks arrive, and its cost. */
export async function benchPageData(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const name = databases.at(-1) ?? "PGlite";
  if (name !== "PostgreSQL") {
    return {
      title: TITLE,
      intro: [],
      columns: COLUMNS,
      rows: [],
      notes: ["There is no PostgreSQL"],
    };
  }
  const seed = smallStore();
  const loads = repeats * LOADS_A_RUN;
  const database = await createDatabase(name);
  try {
    const shown = await database.use(({ db }, keyring) =>
      fillAdminShop(db, keyring, ShopId.parse(seed.shop.domain), CUSTOMERS),
    );
    const { alone, loaded } = await measurePages(database, shown, {
      ...{ loads, settleMs: MAX_SETTLE_MS, customers: CUSTOMERS },
    });
    return {
      title: TITLE,
      intro: [
        `${name}, a shop of ${CUSTOMERS.toLocaleString("en-GB")} customers and ${FILLED}. The built app with a worker in its own process; ${loads} requests of each page's data after ${WARM_UP}, one at a time, as an open admin loads it when a link is clicked; then again while ${WEBHOOKS_PER_SECOND} orders a second are sent as webhooks at a steady rate. CPU is that of the app's process and of PostgreSQL's, per request. Statements that are sent together are one round trip. kB are those of the answer before compression. Guide: p95 under ${GUIDE_MS} ms, alone and with webhooks.`,
      ],
      columns: COLUMNS,
      rows: alone.map((it, i) => {
        const { p50Ms: loadedP50Ms, p95Ms: loadedMs } = loaded.pages[i]!;
        return [
          ...[it.path || "/", roundSignificant(it.firstMs)],
          ...[roundSignificant(it.p50Ms), roundSignificant(it.p95Ms)],
          ...[roundSignificant(it.appMs), roundSignificant(it.postgresMs)],
          ...[roundSignificant(it.roundTrips), roundSignificant(it.bytes / 1_000)],
          ...[roundSignificant(loadedP50Ms), roundSignificant(loadedMs)],
          it.p95Ms < GUIDE_MS && loadedMs < GUIDE_MS ? "met" : "missed",
        ];
      }),
      notes: [
        `While the pages were measured with webhooks, ${roundSignificant(loaded.acknowledgedPerSecond)} webhooks a second were answered, and ${roundSignificant(loaded.processedPerSecond)} processed. Processor cores used meanwhile: ${describeCores(loaded.cores)}.`,
      ],
    };
  } finally {
    await database.remove();
  }
}

const describeCores = ({ app, worker, postgres, sender, bench }: UsedCores): string =>
  [
    `app ${roundSignificant(app)}`,
    `worker ${roundSignificant(worker)}`,
    `PostgreSQL's connections ${roundSignificant(postgres)}`,
    `sender of webhooks ${roundSignificant(sender)}`,
    `local Shopify and the opener of pages ${roundSignificant(bench)}`,
  ].join(", ");
