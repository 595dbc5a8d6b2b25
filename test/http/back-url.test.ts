import { expect, test } from "vitest";
import { readBackUrl } from "~/http/back-url";

const read = (back: string) => readBackUrl(new URLSearchParams({ back }), "/app/reports");

test("the back URL leads to a page of the app with its filters", () => {
  expect(read("/app/reports")).toBe("/app/reports");
  expect(read("/app/reports?days=7&by=flow")).toBe("/app/reports?days=7&by=flow");
  expect(readBackUrl(new URLSearchParams(), "/app/reports")).toBeNull();
});

test.each([
  "https://evil.example/app/reports",
  "//evil.example",
  "/app/reports//evil.example",
  "/app/reports@evil.example",
  "/app/reports?x=javascript:alert(1)",
  "/app/reports?\r\nLocation: /",
  "/app/settings",
])("S8: rejects a back URL such as %s", (back) => {
  expect(read(back)).toBeNull();
});
