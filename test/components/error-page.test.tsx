import { expect, test } from "vitest";
import { ErrorPage } from "~/components/error-page";
import { textOf } from "../support/render-page";

const answered = (status: number) => ({ status, statusText: "", internal: false, data: "" });
const page = (error: unknown) => textOf(<ErrorPage error={error} back="Back to Kindred" />);

test.each([
  [404, "This page does not exist"],
  [401, "open Kindred again"],
  [409, "Load the page again to see how it stands now"],
  [422, "Load the page again to see how it stands now"],
  [502, "Shopify does not answer"],
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
