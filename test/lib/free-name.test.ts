import { expect, test } from "vitest";
import { freeName } from "~/lib/free-name";

test("a free name is used unchanged", () => {
  expect(freeName("New campaign", ["Spring"])).toBe("New campaign");
});

test("a taken name gets the first free number, in any case", () => {
  expect(freeName("New campaign", ["new CAMPAIGN"])).toBe("New campaign 2");
  expect(freeName("New campaign", ["New campaign", "New campaign 3"])).toBe("New campaign 2");
  expect(freeName("New campaign", ["New campaign", "New campaign 2"])).toBe("New campaign 3");
});

test("a name of maximum length is shortened for its number", () => {
  const long = "x".repeat(80);
  expect(freeName(long, [long])).toBe(`${"x".repeat(78)} 2`);
});
