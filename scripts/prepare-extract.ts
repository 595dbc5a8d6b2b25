/**
 * Makes the extract of Online Retail II that the repository carries, from the published data.
 *
 *   npx tsx scripts/prepare-extract.ts [transactions.csv.gz]
 *
 * The file is expected in $KINDRED_DATA (default ../shared/data). See test/shopify/seed/choose-extract.ts for the
 * selection and test/shopify/seed/ATTRIBUTION.md for the authors of the data.
 */
import { join } from "node:path";
import { chooseExtract } from "../test/shopify/seed/choose-extract";
import { readPublishedLines, writeExtract } from "../test/shopify/seed/extract-file";

const source =
  process.argv[2] ??
  join(
    process.env.KINDRED_DATA ?? "../shared/data",
    "uci_online_retail_ii/transactions_2009-12-01_to_2010-11-30.csv.gz",
  );

const published = await readPublishedLines(source);
const extract = chooseExtract(published);
const bytes = await writeExtract(extract);
const customers = new Set(extract.lines.map((line) => line.customerId)).size;

console.log(
  `${published.length} published lines; kept ${extract.lines.length} of ${customers} customers, ` +
    `${extract.descriptions.size} products, ${bytes} bytes.`,
);
