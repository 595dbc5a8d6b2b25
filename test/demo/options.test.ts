import { expect, test } from "vitest";
import { parseDemoOptions } from "../../scripts/demo/options";

const files = ["--products", "p.csv", "--orders", "o.csv"];

test("describes how the files are written", () => {
  expect(
    parseDemoOptions([
      ...files,
      ...["--encoding", "latin2", "--dates", "dmy", "--currency", "clp", "--locale", "pt-br"],
    ]),
  ).toMatchObject({
    encoding: "iso-8859-2",
    dayOrder: "dmy",
    currency: "CLP",
    locale: "pt-BR",
  });
  expect(parseDemoOptions([])).toMatchObject({
    encoding: null,
    dayOrder: null,
    currency: null,
    locale: null,
  });
});

test.each([
  [["--encoding", "latin99"], "--encoding latin99 is unknown"],
  [["--dates", "ymd"], "--dates must be dmy or mdy"],
  [["--currency", "QQQ"], "--currency QQQ is none that Shopify knows"],
  [["--locale", "german!"], "--locale german! is no language"],
])("refuses %j", (args, reason) => {
  expect(() => parseDemoOptions([...files, ...args])).toThrow(reason);
});

test("refuses to describe files that are not given", () => {
  expect(() => parseDemoOptions(["--dates", "dmy"])).toThrow("describe the files of --products");
  expect(() => parseDemoOptions(["--orders", "o.csv"])).toThrow("--orders needs --products");
});
