import type { SeedProduct, SeedVariant } from "../../../test/shopify/store-seed";
import type { CsvRow, RefusedRow } from "~/lib/exports/csv-table";
import { amountFault, type ExportFormat } from "./export-format";
import { parseAmount, parseCount, parseFlag } from "~/lib/exports/export-values";
import { COLUMN, OPTION_COLUMNS } from "./product-columns";

const FIRST_PRODUCT_ID = 1_000_000_000_000;
const FIRST_VARIANT_ID = 2_000_000_000_000;
const MAX_VARIANTS = 3_000;

/** Exports contain no creation date; the caller may know one. */
const CREATED_AT = "2020-01-01T00:00:00.000Z";
/** Stock of a variant that is not tracked, or oversold. */
const UNCOUNTED_STOCK = 100;

const STATUS: Readonly<Record<string, SeedProduct["status"]>> = {
  "": "ACTIVE",
  active: "ACTIVE",
  archived: "ARCHIVED",
  draft: "DRAFT",
  // Reachable by its URL only, so not recommended.
  unlisted: "DRAFT",
};

interface ProductOutcome {
  readonly product: SeedProduct | null;
  readonly refused: RefusedRow[];
  readonly loadedRows: number[];
}

/**
 * One product from the rows that share its handle. The first row with a title has the product's fields; a row with a
 * price, a SKU or an option is a variant; the others are images. An empty price is 0.00, as in Shopify. Stock that is
 * not tracked, missing (shops with several locations) or oversold counts as 100.
 *
 * @param ordinal from 1, unique within the file; the ids are derived from it
 */
export function productOf(
  handle: string,
  rows: readonly CsvRow[],
  ordinal: number,
  format: ExportFormat,
): ProductOutcome {
  const lead = rows.find((row) => row.cell(...COLUMN.title) !== "");
  if (!lead)
    return refuseAll(rows, `no row of the handle "${handle}" has a title; add it to the first`);
  const status = STATUS[lead.cell(...COLUMN.status).toLowerCase()];
  const leadFault = rowFault(lead, format);
  if (!status || leadFault !== null) {
    const others = rows.filter((row) => row !== lead);
    const rest = refuseAll(others, `row ${lead.row}, which has the product's title, was refused`);
    const reason = leadFault ?? unknownStatus(lead);
    return { ...rest, refused: [{ row: lead.row, reason }, ...rest.refused] };
  }

  const { variants, refused, loadedRows } = variantsOf(handle, rows, lead, format);
  const product: SeedProduct = {
    id: String(FIRST_PRODUCT_ID + ordinal),
    handle,
    title: lead.cell(...COLUMN.title),
    vendor: lead.cell(...COLUMN.vendor),
    productType: lead.cell(...COLUMN.type) || lastOf(lead.cell(...COLUMN.category)),
    tags: tagsOf(lead),
    status,
    descriptionHtml: lead.cell(...COLUMN.description),
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    publishedAt: parseFlag(lead.cell(...COLUMN.published)) === false ? null : CREATED_AT,
    imageUrl: firstImage(rows),
    variants: variants.map((variant, i) => ({
      ...variant,
      id: String(FIRST_VARIANT_ID + ordinal * 10_000 + i),
    })),
  };
  return { product, refused, loadedRows };
}

function variantsOf(handle: string, rows: readonly CsvRow[], lead: CsvRow, format: ExportFormat) {
  const optionNames = OPTION_COLUMNS.map(({ name }) => lead.cell(name));
  const variants = new Map<string, { variant: SeedVariant; row: number }>();
  const refused: RefusedRow[] = [];
  const loadedRows: number[] = [];
  for (const row of rows) {
    const variant = isVariant(row) ? variantOf(row, optionNames, format) : null;
    const twin = variant ? variants.get(variant.title) : undefined;
    const fault =
      rowFault(row, format) ?? titleFault(handle, row, lead) ?? (twin ? twinFault(twin) : null);
    if (fault !== null) {
      refused.push({ row: row.row, reason: fault });
    } else if (variant && variants.size >= MAX_VARIANTS) {
      refused.push({ row: row.row, reason: `a product has at most ${MAX_VARIANTS} variants` });
    } else {
      loadedRows.push(row.row);
      if (variant) variants.set(variant.title, { variant, row: row.row });
    }
  }
  const found = [...variants.values()].map(({ variant }) => variant);
  return {
    variants: found.length > 0 ? found : [variantOf(lead, [], format)],
    refused,
    loadedRows,
  };
}

function titleFault(handle: string, row: CsvRow, lead: CsvRow): string | null {
  const [title, leadTitle] = [row, lead].map((it) => it.cell(...COLUMN.title));
  return title === "" || title === leadTitle
    ? null
    : `the handle "${handle}" already belongs to "${leadTitle}" (row ${lead.row}); give this product its own`;
}

function twinFault({ variant, row }: { variant: SeedVariant; row: number }): string {
  return `the variant "${variant.title}" is already in row ${row}; remove one of the two`;
}

function refuseAll(rows: readonly CsvRow[], reason: string): ProductOutcome {
  return { product: null, refused: rows.map(({ row }) => ({ row, reason })), loadedRows: [] };
}

function unknownStatus(row: CsvRow): string {
  return `the status "${row.cell(...COLUMN.status)}" is none of active, archived, draft, unlisted`;
}

function rowFault(row: CsvRow, format: ExportFormat): string | null {
  for (const [what, headings] of [
    ["price", COLUMN.price],
    ["compare-at price", COLUMN.compareAtPrice],
  ] as const) {
    const fault = amountFault(`the ${what}`, row.cell(...headings), format);
    if (fault !== null) return fault;
  }
  const quantity = row.cell(...COLUMN.quantity);
  return quantity !== "" && parseCount(quantity) === null
    ? `the stock "${quantity}" is no whole number`
    : null;
}

function isVariant(row: CsvRow): boolean {
  return (
    row.cell(...COLUMN.price) !== "" ||
    row.cell(...COLUMN.sku) !== "" ||
    OPTION_COLUMNS.some(({ value }) => row.cell(value) !== "")
  );
}

function variantOf(
  row: CsvRow,
  optionNames: readonly string[],
  { decimalMark }: ExportFormat,
): SeedVariant {
  const options = OPTION_COLUMNS.map(({ value }, i) => ({
    name: optionNames[i] || `Option ${i + 1}`,
    value: row.cell(value),
  })).filter(({ value }) => value !== "");
  const compareAtText = row.cell(...COLUMN.compareAtPrice);
  return {
    id: "",
    title: options.map(({ value }) => value).join(" / ") || "Default Title",
    sku: row.cell(...COLUMN.sku).replace(/^'/, ""),
    price: parseAmount(row.cell(...COLUMN.price), decimalMark) ?? "0.00",
    compareAtPrice: compareAtText === "" ? null : parseAmount(compareAtText, decimalMark),
    inventoryQuantity: stockOf(row),
    options: options.length > 0 ? options : [{ name: "Title", value: "Default Title" }],
  };
}

function stockOf(row: CsvRow): number {
  const counted = parseCount(row.cell(...COLUMN.quantity));
  const isCounted = row.cell(...COLUMN.tracker) !== "" && counted !== null;
  const sellsOn = /^(?:continue|true|yes)$/i.test(row.cell(...COLUMN.policy));
  return isCounted && !sellsOn ? counted : Math.max(counted ?? 0, UNCOUNTED_STOCK);
}

function tagsOf(lead: CsvRow): string[] {
  const tags = lead.cell(...COLUMN.tags).split(",");
  return [...new Set(tags.map((tag) => tag.trim()))].filter((tag) => tag !== "");
}

/** The image with the lowest position; those without one come last. Only web URLs count. */
function firstImage(rows: readonly CsvRow[]): string | null {
  const images = rows
    .map((row) => ({
      url: row.cell(...COLUMN.image, ...COLUMN.variantImage),
      position: parseCount(row.cell(...COLUMN.imagePosition)) ?? Infinity,
    }))
    .filter(({ url }) => /^https?:\/\/\S+$/i.test(url));
  return (
    images.reduce<(typeof images)[number] | null>(
      (first, next) => (first === null || next.position < first.position ? next : first),
      null,
    )?.url ?? null
  );
}

/** "Home & Garden > Decor > Vases" is a vase. */
function lastOf(category: string): string {
  return category.split(">").at(-1)?.trim() ?? "";
}
