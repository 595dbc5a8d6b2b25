import { expect, test } from "vitest";
import { ErrorPage } from "~/components/error-page";
import { textOf } from "../support/render-page";

const answered = (status: number) => ({ status, statusText: "", internal: false, data: "" });
const page = (error: unknown) => textOf(<ErrorPage error={error} back="Back to Kindred" />);

test.each([
  [404, "This page doesn’t exist"],
  [401, "open Kindred again"],
  [409, "Reload the page to see the current version"],
  [422, "Reload the page to see the current version"],
  [502, "Shopify isn’t responding"],
  [500, "Something went wrong"],
])("a page that was answered %i explains the error and links back", (status, words) => {
  expect(page(answered(status))).toContain(words);
  expect(page(answered(status))).toContain("Back to Kindred");
});

test("an internal error reveals no details", () => {
  const text = page(new Error("connect to 10.0.0.7 as postgres"));
  expect(text).toContain("Something went wrong");
  expect(text).not.toContain("10.0.0.7");
});
