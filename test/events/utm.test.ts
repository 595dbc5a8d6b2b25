import fc from "fast-check";
import { expect, test } from "vitest";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import { utmOf } from "~/events/utm";
import { aWebhook, bodyOf } from "./shopify-fixtures";

test.each([
  [
    "/?utm_source=google&utm_medium=cpc&utm_campaign=Spring%20teas",
    { source: "google", medium: "cpc", campaign: "Spring teas" },
  ],
  [
    "https://kettle.example/products/tray?variant=1&utm_source=news+letter#top",
    { source: "news letter", medium: null, campaign: null },
  ],
  ["/?utm_source=%20&utm_medium=email", { source: null, medium: "email", campaign: null }],
  ["/?utm_source=a%00b", { source: "ab", medium: null, campaign: null }],
])("reads the tags of %s", (landingPage, utm) => {
  expect(utmOf(landingPage)).toEqual(utm);
});

test.each([null, "", "/", "/?ref=friend", "/#utm_source=google", "/?utm_source="])(
  "finds no tags in %j",
  (landingPage) => {
    expect(utmOf(landingPage)).toBeUndefined();
  },
);

test("drops a tag that contains an address", () => {
  expect(utmOf("/?utm_source=mail&utm_campaign=ann%40example.com")).toEqual({
    ...{ source: "mail", medium: null, campaign: null },
  });
});

test("reads back any tag that a link can carry, up to 255 characters", () => {
  const tag = fc.string({ unit: "grapheme", minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(tag, (source) => {
      const query = new URLSearchParams({ utm_source: source }).toString();
      const utm = utmOf(`/?${query}`);
      if (source.includes("@")) expect(utm).toBeUndefined();
      expect(utm?.source?.length ?? 0).toBeLessThanOrEqual(255);
      expect(utm?.source?.isWellFormed() ?? true).toBe(true);
      if (/^[\w-]{1,255}$/.test(source)) expect(utm?.source).toBe(source);
    }),
  );
});

test("are part of an order that a webhook reports, if its landing page has any", () => {
  const orderOf = (landingSite: string) => {
    const body = { ...bodyOf("orders/create"), landing_site: landingSite };
    const translation = eventsFromWebhook(aWebhook("orders/create", body));
    return translation.kind === "events" ? translation.events[0]?.payload : null;
  };
  expect(orderOf("/?utm_source=google&utm_medium=cpc")).toMatchObject({
    utm: { source: "google", medium: "cpc", campaign: null },
  });
  expect(orderOf("/")).not.toHaveProperty("utm");
});
