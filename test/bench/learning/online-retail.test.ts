import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  readRetail,
  writeInteractions,
  writePurchases,
} from "../../../scripts/bench/learning/online-retail";

const folder = mkdtempSync(join(tmpdir(), "kindred-retail-"));
afterAll(() => rmSync(folder, { recursive: true }));

function retailFile(...lines: string[]): string {
  const path = join(folder, "transactions.csv");
  const header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country";
  writeFileSync(path, [header, ...lines].join("\n"));
  return path;
}

const SOLD = '1,85048,"GLASS BALL, LARGE",12,2009-12-01 07:45,6.95,13085,United Kingdom';

test("keeps a sold line and computes its value as quantity times price", () => {
  expect(readRetail(retailFile(SOLD))).toEqual([
    {
      customer: "13085",
      product: "85048",
      title: "GLASS BALL, LARGE",
      price: 6.95,
      at: "2009-12-01 07:45",
      value: 12 * 6.95,
      country: "United Kingdom",
    },
  ]);
});

test.each([
  ["a cancellation", "C2,85048,BALL,12,2009-12-01 07:45,6.95,13085,United Kingdom"],
  ["a line that came back", "2,85048,BALL,-12,2009-12-01 07:45,6.95,13085,United Kingdom"],
  ["a line for nothing", "2,85048,BALL,12,2009-12-01 07:45,0,13085,United Kingdom"],
  ["an adjustment below nothing", "2,B,DEBT,1,2009-12-01 07:45,-5,13085,United Kingdom"],
  ["a line of nobody", "2,85048,BALL,12,2009-12-01 07:45,6.95,,United Kingdom"],
  ["a line that is there already", SOLD],
])("skips %s", (_what, line) => {
  expect(readRetail(retailFile(SOLD, line))).toHaveLength(1);
});

test("the input files have customer, day and value, and customer, product and second", () => {
  const lines = readRetail(retailFile(SOLD));
  expect(readFileSync(writePurchases(lines, folder), "utf8").split("\n")).toEqual([
    "customer,date,value",
    `13085,2009-12-01 07:45,${12 * 6.95}`,
  ]);
  const seconds = Date.UTC(2009, 11, 1, 7, 45) / 1_000;
  expect(readFileSync(writeInteractions(lines, folder, "train"), "utf8")).toBe(
    `13085\t85048\t${seconds}`,
  );
});
