import { expect, test } from "vitest";
import { freeName } from "~/lib/free-name";

test("a name that nothing has is taken as it is", () => {
  expect(freeName("New campaign", ["Spring"])).toBe("New campaign");
});

test("one that is taken gets the first free number, in capitals or not", () => {
  expect(freeName("New campaign", ["new CAMPAIGN"])).toBe("New campaign 2");
  expect(freeName("New campaign", ["New campaign", "New campaign 3"])).toBe("New campaign 2");
  expect(freeName("New campaign", ["New campaign", "New campaign 2"])).toBe("New campaign 3");
});

test("a name that is as long as names may be makes room for its number", () => {
  const long = "x".repeat(80);
  expect(freeName(long, [long])).toBe(`${"x".repeat(78)} 2`);
});
