import { parseArgs } from "node:util";
import type { DayOrder } from "~/lib/exports/export-dates";
import { isCurrency } from "./exports/shopify-codes";

export interface DemoOptions {
  /** Replays a limited period without waiting, prints one JSON line, and ends. */
  readonly check: boolean;
  readonly productsFile: string | null;
  readonly ordersFile: string | null;
  /** How the files are written; null where they show it. */
  readonly encoding: string | null;
  readonly dayOrder: DayOrder | null;
  /** ISO 4217: the shop's; null takes the most common one of the orders. */
  readonly currency: string | null;
  /** The shop's language, in which the files are written too; null: English, and amounts are guessed. */
  readonly locale: string | null;
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
  --encoding NAME                   of the files, where it cannot be recognized: windows-1250, macintosh, …
  --dates dmy|mdy                   order of day and month, if a spreadsheet has rewritten the dates
  --currency CODE                   of the shop and of prices without one (that of most orders, else USD)
  --locale CODE                     language of the shop and its customers, and of unclear amounts (en)
  --rate N                          seconds that pass in the store in one real second (3600)
  --days N                          days that --check replays (21)
  --data FOLDER                     where its database and emails lie (.kindred)`;

const FILE_OPTIONS = ["encoding", "dates", "currency", "locale"] as const;
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
      encoding: { type: "string" },
      dates: { type: "string" },
      currency: { type: "string" },
      locale: { type: "string" },
      data: { type: "string", default: ".kindred" },
      rate: { type: "string", default: String(DEFAULT_RATE) },
      days: { type: "string", default: String(DEFAULT_DAYS) },
    },
  });
  if (values.orders !== undefined && values.products === undefined) {
    throw new Error("--orders needs --products: orders alone do not say what is for sale");
  }
  if (values.products === undefined && FILE_OPTIONS.some((it) => values[it] !== undefined)) {
    throw new Error(`--${FILE_OPTIONS.join(", --")} describe the files of --products and --orders`);
  }
  return {
    check: values.check,
    productsFile: values.products ?? null,
    ordersFile: values.orders ?? null,
    encoding: optional(values.encoding, encodingOf),
    dayOrder: optional(values.dates, dayOrderOf),
    currency: optional(values.currency, currencyOf),
    locale: optional(values.locale, localeOf),
    dataFolder: values.data,
    rate: positive("--rate", values.rate),
    days: positive("--days", values.days),
  };
}

function optional<T>(text: string | undefined, parse: (text: string) => T): T | null {
  return text === undefined ? null : parse(text);
}

function encodingOf(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new Error(
      `--encoding ${label} is unknown; see https://encoding.spec.whatwg.org/#names-and-labels`,
    );
  }
}

function dayOrderOf(text: string): DayOrder {
  if (text !== "dmy" && text !== "mdy") throw new Error("--dates must be dmy or mdy");
  return text;
}

function currencyOf(text: string): string {
  const code = text.toUpperCase();
  if (!isCurrency(code))
    throw new Error(`--currency ${text} is none that Shopify knows; write it like USD`);
  return code;
}

function localeOf(text: string): string {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? text;
  } catch {
    throw new Error(`--locale ${text} is no language; write it like de or pt-BR`);
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${name} must be a number above 0`);
  return value;
}
