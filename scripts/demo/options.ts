import { parseArgs } from "node:util";

export interface DemoOptions {
  /** Replays a limited period without waiting, prints one JSON line, and ends. */
  readonly check: boolean;
  readonly productsFile: string | null;
  readonly ordersFile: string | null;
  /** The demo's folder for database and emails. `check` uses a separate one. */
  readonly dataFolder: string;
  /** Store seconds per real second. */
  readonly rate: number;
  /** Store time that `check` replays. */
  readonly days: number;
}

export const USAGE = `npm run demo                        a real store, alive, with Kindred in it
npm run demo -- --check             the same for a bounded stretch, without waiting: one JSON line at the end
npm run demo -- --products FILE.csv [--orders FILE.csv]
                                    the same on a Shopify product export (and an orders export)
  --rate N                          seconds that pass in the store in one real second (3600)
  --days N                          days that --check replays (21)
  --data FOLDER                     where its database and emails lie (.kindred)`;

const DEFAULT_RATE = 3_600;
/** Long enough for an order to be shipped, delivered, and followed by an email two weeks later. */
const DEFAULT_DAYS = 21;

/** @throws Error with a sentence for the user */
export function parseDemoOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: "boolean", default: false },
      products: { type: "string" },
      orders: { type: "string" },
      data: { type: "string", default: ".kindred" },
      rate: { type: "string", default: String(DEFAULT_RATE) },
      days: { type: "string", default: String(DEFAULT_DAYS) },
    },
  });
  if (values.orders !== undefined && values.products === undefined) {
    throw new Error("--orders needs --products: orders alone do not say what is for sale");
  }
  return {
    check: values.check,
    productsFile: values.products ?? null,
    ordersFile: values.orders ?? null,
    dataFolder: values.data,
    rate: positive("--rate", values.rate),
    days: positive("--days", values.days),
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${name} must be a number above 0`);
  return value;
}
