import type { Database } from "~/db.server";
import { advanceCursor, findLastSeq, recordEvents } from "~/events/event-store.server";
import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findMatches } from "~/segments/editing/find-matches.server";
import { saveSegment } from "~/segments/editing/save-segment.server";
import { updateMembershipsJob } from "~/segments/members/update-memberships.job.server";
import { EVENT_CURSOR } from "~/segments/members/changed-profile-store.server";
import { sweepSegmentsJob } from "~/segments/members/sweep-segments.job.server";
import { median, quantile, roundSignificant } from "../../statistics";
import type { Table } from "../../table";
import { createDatabase, type DatabaseName } from "../databases";
import { fillShop } from "./fill-shop";
import { MEASURED_RULES } from "./measured-rules";
import { nthCustomerId } from "./shop-rows";

const SIZES: Readonly<Record<DatabaseName, readonly number[]>> = {
  PGlite: [10_000, 100_000],
  PostgreSQL: [10_000, 100_000, 1_000_000],
};
const SHOP_ID = ShopId.parse("bench-0.myshopify.com");
/** Longer than a page waits for it. */
const TIMEOUT_MS = 60_000;
const UPDATES = 300;
const WARM_UP = 20;

/** Name of a figure → its value in ms, for one size of shop. */
type Figures = ReadonlyMap<string, number>;

/** Time to count a rule, fill a segment, and follow one event, by shop size. */
export async function benchSegments(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const large = SIZES.PostgreSQL;
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const columns: Figures[] = [];
    for (const customers of SIZES[name]) {
      columns.push(await measureSegments(name, customers, repeats));
    }
    for (const figure of columns[0]?.keys() ?? []) {
      const values = columns.map((figures) => roundSignificant(figures.get(figure) ?? Number.NaN));
      const blanks = large.slice(values.length).map(() => "");
      rows.push([`${name}, ${figure}`, ...values, ...blanks]);
    }
  }
  return {
    title: "Segments by shop size",
    intro: [
      "In ms. Each customer has ten events (emails, clicks, views), two visits and two orders, so the largest shop has 10,000,000 events. A count also selects the five examples that the page shows.",
      `“Following an event” is one event of one customer with ${Object.keys(MEASURED_RULES).length} segments: from the wake-up to the commit, with whoever joins or leaves recorded; of ${UPDATES} in a row.`,
    ],
    columns: ["", ...large.map((size) => `${size.toLocaleString("en-GB")} customers`)],
    rows,
  };
}

/** All figures for a shop of one size, on its own database. */
async function measureSegments(
  name: DatabaseName,
  customers: number,
  repeats: number,
): Promise<Figures> {
  const bench = await createDatabase(name);
  const figures = await bench.use((database, keyring) =>
    measure(database, keyring, customers, repeats),
  );
  await bench.remove();
  return figures;
}

async function measure(
  { db }: Database,
  keyring: Keyring,
  customers: number,
  repeats: number,
): Promise<Figures> {
  const announce = () => Promise.resolve();
  const now = () => new Date();
  const deps = { db, keyring, now, queue: { announce, announceAll: announce } };
  const { signal } = new AbortController();
  const figures = new Map<string, number>();
  await fillShop(db, SHOP_ID, customers);

  for (const [name, rule] of Object.entries(MEASURED_RULES)) {
    const times: number[] = [];
    for (let i = 0; i < repeats; i++) {
      times.push(
        await timed(async () => {
          const found = await findMatches(db, SHOP_ID, rule, { now: now(), timeoutMs: TIMEOUT_MS });
          if (found === null) throw new Error(`${name}: took longer than a minute`);
        }),
      );
    }
    figures.set(`counting ${name}`, median(times));
    await saveSegment(SHOP_ID, null, { name, rule }, deps);
  }
  const filled = await timed(async () => {
    while ((await sweepSegmentsJob.run(SHOP_ID, deps, signal)).more);
  });
  figures.set("filling all these segments", filled);
  const last = await findLastSeq(db, SHOP_ID);
  for (const consumer of ["profiles", EVENT_CURSOR]) {
    await db.$transaction((tx) => advanceCursor(tx, SHOP_ID, consumer, last));
  }

  const times: number[] = [];
  for (let n = 0; n < WARM_UP + UPDATES; n++) {
    await recordClick(n);
    times.push(await timed(() => updateMembershipsJob.run(SHOP_ID, deps, signal)));
  }
  const sorted = times.slice(WARM_UP).sort((a, b) => a - b);
  figures.set("following an event, median", quantile(sorted, 0.5));
  figures.set("following an event, p99", quantile(sorted, 0.99));
  return figures;

  async function recordClick(n: number): Promise<void> {
    const customerId = nthCustomerId(1 + ((n * 7919) % customers));
    await db.$transaction(async (tx) => {
      await recordEvents(
        tx,
        [
          {
            shopId: SHOP_ID,
            source: "kindred",
            sourceId: `click/${n}`,
            kind: "email_clicked",
            customerId,
            occurredAt: now(),
            payload: {
              messageId: `new-${n}`,
              flowId: null,
              stepId: null,
              linkIndex: 0,
              productId: null,
              classification: "human",
            },
            personal: null,
          },
        ],
        deps,
      );
      await advanceCursor(tx, SHOP_ID, "profiles", await findLastSeq(tx, SHOP_ID));
    });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
