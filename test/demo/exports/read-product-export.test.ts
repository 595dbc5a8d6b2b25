import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readProductExport } from "../../../scripts/demo/exports/read-product-export";
import { csvText } from "./csv-text";

const OLD =
  "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src,Image Position,Status";
const NEW =
  "Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL,Image position";

const SHIRT = [
  OLD,
  'shirt,Shirt,"<p>Soft,\nvery ""soft""</p>",Example,Shirts,"cotton, blue",TRUE,Size,S,S-1,shopify,3,deny,"1,020.00",1200,https://example.com/b.jpg,2,active',
  "shirt,,,,,,,,M,S-2,,,deny,25.5,,https://example.com/a.jpg,1,",
  "shirt,,,,,,,,,,,,,,,https://example.com/c.jpg,3,",
].join("\n");

describe("readProductExport", () => {
  test("combines a handle's rows into one product: variants, images, line breaks in cells", async () => {
    const { products, refused, loadedRows } = await readProductExport(SHIRT);
    expect(refused).toEqual([]);
    expect(loadedRows).toEqual([2, 3, 4]);
    expect(products).toHaveLength(1);
    expect(products[0]).toMatchObject({
      handle: "shirt",
      title: "Shirt",
      descriptionHtml: '<p>Soft,\nvery "soft"</p>',
      vendor: "Example",
      productType: "Shirts",
      tags: ["cotton", "blue"],
      status: "ACTIVE",
      imageUrl: "https://example.com/a.jpg",
      variants: [
        {
          title: "S",
          sku: "S-1",
          price: "1020.00",
          compareAtPrice: "1200.00",
          inventoryQuantity: 3,
        },
        { title: "M", sku: "S-2", price: "25.50", compareAtPrice: null, inventoryQuantity: 100 },
      ],
    });
  });

  test("reads current columns", async () => {
    const text = `${NEW}\nMug,mug,Big,Example,,,FALSE,Draft,M-1,Title,Default Title,9.99,,shopify,4,DENY,https://example.com/m.jpg,1`;
    const { products } = await readProductExport(text);
    expect(products[0]).toMatchObject({
      handle: "mug",
      status: "DRAFT",
      publishedAt: null,
      variants: [{ title: "Default Title", sku: "M-1", price: "9.99", inventoryQuantity: 4 }],
    });
  });

  test.each([
    ["a byte order mark", Buffer.from(`\uFEFF${SHIRT}`)],
    ["carriage returns", Buffer.from(SHIRT.replaceAll("\n", "\r\n"))],
    ["UTF-16", Buffer.from(`\uFEFF${SHIRT}`, "utf16le")],
    ["gzip", gzipSync(SHIRT)],
    ["a stream", Readable.from([Buffer.from(SHIRT.slice(0, 99)), Buffer.from(SHIRT.slice(99))])],
    ["columns of its own", Buffer.from(SHIRT.replace(/^/gm, "x,"))],
  ])("reads a file with %s", async (_what, source) => {
    const { products } = await readProductExport(source);
    expect(products.map(({ handle, variants }) => [handle, variants.length])).toEqual([
      ["shirt", 2],
    ]);
  });

  test("reads Latin-1 with semicolons, as spreadsheets in western Europe save it", async () => {
    const text = "Handle;Title;Variant Price\nmoebel;Möbel für Café;1.234,50\n";
    const { products } = await readProductExport(Buffer.from(text, "latin1"));
    expect(products[0]).toMatchObject({
      title: "Möbel für Café",
      variants: [{ price: "1234.50" }],
    });
  });

  test("decodes each line separately, in a concatenated file or one cut within a letter", async () => {
    const parts = [
      Buffer.from("Handle,Title,Variant Price\ncafe,Caf\u00e9 tray,1\n", "utf8"),
      Buffer.from("creme,Cr\u00e8me cup,2\n", "latin1"),
      Buffer.from("the,Th\u00e9", "utf8").subarray(0, -1),
    ];
    const { products } = await readProductExport(Buffer.concat(parts));
    expect(products.map(({ title }) => title).slice(0, 2)).toEqual([
      "Caf\u00e9 tray",
      "Cr\u00e8me cup",
    ]);
  });

  test("groups separated rows of one handle, and treats missing columns as empty", async () => {
    const text = "Handle,Title,Variant Price,Option1 Value\na,A,1,S\nb,B,,\na,,2,M\n";
    const { products, refused } = await readProductExport(text);
    expect(refused).toEqual([]);
    expect(products.map(({ title, status, variants }) => [title, status, variants.length])).toEqual(
      [
        ["A", "ACTIVE", 2],
        ["B", "ACTIVE", 1],
      ],
    );
    expect(products[1]?.variants[0]?.price).toBe("0.00");
  });

  test.each([
    ["a price that is none", "b,B,cheap,,", "price"],
    ["an unknown status", "b,B,1,,sleeping", "sleeping"],
    ["a handle without a title", "b,,1,,", "title"],
    ["another product's handle", "a,B,1,X,", "own"],
    ["a variant that is there already", "a,,1,S,", "row 2"],
    ["a quote that never closes", 'b,"B,1,,', "quote"],
  ])("refuses a row with %s, and loads the others", async (_what, row, why) => {
    const text = `Handle,Title,Variant Price,Option1 Value,Status\na,A,1,S,\n${row}\nc,C,3,,\n`;
    const { products, refused, loadedRows } = await readProductExport(text);
    expect(products.map(({ title }) => title)).toEqual(["A", "C"]);
    expect(refused.map(({ row: at }) => at)).toEqual([3]);
    expect(refused[0]?.reason).toContain(why);
    expect(loadedRows).toEqual([2, 4]);
  });

  test.each([
    ["an orders export", "Name,Email,Lineitem name\n#1,a@example.com,X\n", "no column Title"],
    ["an inventory export", "Handle,Title,Location\na,A,Shop\n", "no column Price"],
    ["an empty file", "", "no column Title"],
    ["a workbook", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), "save it as CSV"],
    ["a damaged archive", Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), "damaged"],
  ])("refuses %s as a whole, with a reason", async (_what, source, why) => {
    const { products, refused } = await readProductExport(source);
    expect(products).toEqual([]);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toContain(why);
  });

  const DATA = process.env.KINDRED_DATA ?? "../shared/data";
  test
    .skipIf(!existsSync(DATA))
    .each([
      "packt",
      "shopify_sample_apparel",
      "shopify_sample_home-and-garden",
      "shopify_sample_jewelery",
    ])("loads every row of the sample catalog %s", async (name) => {
    const file = readFileSync(join(DATA, "shopify_catalogues", `${name}.csv.gz`));
    const { products, refused, loadedRows } = await readProductExport(file);
    expect(refused).toEqual([]);
    expect(products).toHaveLength(20);
    expect(loadedRows.length).toBeGreaterThanOrEqual(20);
    expect(products.every(({ variants }) => variants.every(({ price }) => price !== "0.00"))).toBe(
      true,
    );
  });
});

const cellText = fc
  .string({
    unit: fc.constantFrom("a", "é", " ", '"', ",", ";", "\n", "<", "'", "7"),
    maxLength: 8,
  })
  .map((text) => text.trim());
const someProducts = fc.uniqueArray(
  fc.record({
    handle: fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,4})?$/),
    title: cellText.filter((text) => text !== ""),
    description: cellText,
    variants: fc.uniqueArray(
      fc.record({
        option: fc.stringMatching(/^[A-Z][a-z]{0,5}$/),
        price: fc.integer({ min: 0, max: 9_999_999 }).map((minor) => (minor / 100).toFixed(2)),
      }),
      { minLength: 1, maxLength: 4, selector: ({ option }) => option },
    ),
  }),
  { maxLength: 6, selector: ({ handle }) => handle },
);

describe("a generated product export", () => {
  test("round-trips for any generation, separator and line ending", async () => {
    await fc.assert(
      fc.asyncProperty(
        someProducts,
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        async (products, delimiter, newline, isNew) => {
          const header = isNew
            ? ["URL handle", "Title", "Description", "Option1 name", "Option1 value", "Price"]
            : ["Handle", "Title", "Body (HTML)", "Option1 Name", "Option1 Value", "Variant Price"];
          const rows = products.flatMap(({ handle, title, description, variants }) =>
            variants.map(({ option, price }, i) => [
              handle,
              i === 0 ? title : "",
              i === 0 ? description : "",
              i === 0 ? "Size" : "",
              option,
              price,
            ]),
          );
          const read = await readProductExport(csvText([header, ...rows], { delimiter, newline }));
          expect(read.refused).toEqual([]);
          expect(read.loadedRows).toEqual(rows.map((_, i) => i + 2));
          expect(
            read.products.map(({ handle, title, descriptionHtml, variants }) => ({
              handle,
              title,
              description: descriptionHtml,
              variants: variants.map((it) => ({ option: it.title, price: it.price })),
            })),
          ).toEqual(products);
        },
      ),
    );
  });

  test("loads or refuses every row that is not blank, with any content", async () => {
    const cell = fc.oneof(
      cellText,
      fc.constantFrom("", "a", "b", "1.00", "active", "shopify", "x,y", "TRUE", "#"),
    );
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 20 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(OLD, NEW), async (rows, header) => {
        const read = await readProductExport(`${header}\n${csvText(rows)}`);
        const filled = rows.flatMap((row, i) => (row.some((it) => it !== "") ? [i + 2] : []));
        const seen = [...read.loadedRows, ...read.refused.map(({ row }) => row)];
        expect(seen.sort((a, b) => a - b)).toEqual(filled);
      }),
    );
  });

  test("never makes it throw", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const text = Buffer.concat([Buffer.from(`${OLD}\n`), bytes]);
        const read = await readProductExport(text);
        expect(read.refused.every(({ reason }) => reason.length > 10)).toBe(true);
      }),
    );
  });
});
