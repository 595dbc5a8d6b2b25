import type { SeedProduct } from "../store-seed";
import { isCancellation, type Extract, type InvoiceLine } from "./choose-extract";
import { coloursIn } from "./colour-words";
import { productTypeOf } from "./product-type";
import { decimalOf, escapeHtml, minorOf, slugOf } from "./seed-text";
import { hashFraction } from "./stable-hash";
import { tidyTitle } from "./tidy-title";

const FIRST_PRODUCT_ID = 1_000_000_000_000;
const FIRST_VARIANT_ID = 2_000_000_000_000;

/**
 * One product for each stock code, by stock code. Title, type and tags come from its description;
 * the price is the (lower) median of what was charged for it; `createdAt` is its first sale. Stock
 * is made up: by the code's hash, 2 in 100 are out of stock, the others have 5 to 404.
 *
 * @returns stock code → product
 */
export function productsOf({ lines, descriptions }: Extract, vendor: string) {
  const sales = Map.groupBy(
    lines.filter((line) => !isCancellation(line.invoice)),
    (line) => line.stockCode,
  );
  const stockCodes = [...sales.keys()].sort();
  const handles = new Set<string>();
  return new Map(
    stockCodes.map((stockCode, index): [string, SeedProduct] => {
      const title = tidyTitle(descriptions.get(stockCode) ?? "") || stockCode;
      const slug = slugOf(title);
      const handle = handles.has(slug) ? `${slug}-${stockCode.toLowerCase()}` : slug;
      handles.add(handle);
      const of = sales.get(stockCode) ?? [];
      const createdAt = of.map(instantOf).reduce((first, at) => (at < first ? at : first));
      const productType = productTypeOf(title);
      const id = String(FIRST_PRODUCT_ID + index + 1);
      return [
        stockCode,
        {
          id,
          handle,
          title,
          vendor,
          productType,
          tags: coloursIn(title).map(({ name }) => name),
          status: "ACTIVE",
          descriptionHtml: `<p>${escapeHtml(title)}, from our ${escapeHtml(productType)} range.</p>`,
          createdAt,
          updatedAt: createdAt,
          publishedAt: createdAt,
          imageUrl: `/cdn/products/${id}.svg`,
          variants: [
            {
              id: String(FIRST_VARIANT_ID + index + 1),
              title: "Default Title",
              sku: stockCode,
              price: decimalOf(medianPriceMinor(of)),
              compareAtPrice: null,
              inventoryQuantity: stockOf(stockCode),
              options: [{ name: "Title", value: "Default Title" }],
            },
          ],
        },
      ];
    }),
  );
}

/** The shop's wall clock is read as UTC, so that dates stay as published. */
export function instantOf({ invoiceDate }: Pick<InvoiceLine, "invoiceDate">): string {
  return `${invoiceDate.replace(" ", "T")}:00.000Z`;
}

function medianPriceMinor(lines: readonly InvoiceLine[]): number {
  const prices = lines.map((line) => minorOf(line.price)).sort((a, b) => a - b);
  return prices[Math.floor((prices.length - 1) / 2)] ?? 0;
}

function stockOf(stockCode: string): number {
  const fraction = hashFraction(`stock ${stockCode}`);
  return fraction < 0.02 ? 0 : 5 + Math.floor(((fraction - 0.02) / 0.98) * 400);
}
