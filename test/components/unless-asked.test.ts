import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { shouldRevalidate } from "~/components/unless-asked";

const after = (formAction: string | undefined, defaultShouldRevalidate = true) =>
  shouldRevalidate({
    currentUrl: new URL("https://kindred.example/app/segments/vip"),
    currentParams: {},
    nextUrl: new URL("https://kindred.example/app/segments/vip"),
    nextParams: {},
    defaultShouldRevalidate,
    ...(formAction !== undefined && { formAction }),
  });

describe("a page's data", () => {
  test.each([
    "/app/preview",
    "/app/segments/preview",
    "/app/recommendations/preview?shop=acme",
    "/app/flows/welcome/why",
  ])("are not loaded anew after a question to %s", (path) => {
    expect(after(path)).toBe(false);
  });

  test.each(["/app/segments/vip", "/app/flows", "/app/recommendations/rules", undefined])(
    "are loaded anew after a change by %s",
    (path) => {
      expect(after(path)).toBe(true);
    },
  );

  test("stay where the router has no reason to load them", () => {
    expect(after(undefined, false)).toBe(false);
  });

  test("have their questions answered by routes that are there", () => {
    const routes = readdirSync("app/routes").map((name) => name.replace(/\.tsx$/, ""));
    expect(routes).toEqual(
      expect.arrayContaining([
        "app.preview",
        "app.segments.preview",
        "app.recommendations.preview",
        "app.flows.$flowId_.why",
      ]),
    );
  });
});
