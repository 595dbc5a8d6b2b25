import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT_PAYLOADS } from "~/events/event";
import { fromPixel } from "~/events/pixel/from-pixel";
import { PixelBatch, PixelEvent } from "~/events/pixel/pixel-batch";
import { NOW, SHOP } from "../../support/builders";

const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000).toISOString();
const context = {
  shopId: SHOP,
  visitorId: "ann",
  receivedAt: NOW,
  openClick: (token: string) => (token === "good" ? "engagement/1" : null),
};
const eventsOf = (...events: PixelEvent[]) => fromPixel({ events }, context);

const aPage = (overrides: Partial<Extract<PixelEvent, { name: "page_viewed" }>> = {}) => ({
  id: "e1",
  at: secondsAgo(1),
  name: "page_viewed" as const,
  page: "home" as const,
  referrer: "direct" as const,
  ...overrides,
});
const aSearch = (query: string) => ({
  id: "e2",
  at: secondsAgo(1),
  name: "search_submitted" as const,
  query,
  results: 4,
});

describe("a pixel batch", () => {
  test("belongs to a visitor, never to a customer, and contains no personal data", () => {
    expect(eventsOf(aPage())).toEqual([
      {
        shopId: SHOP,
        source: "pixel",
        sourceId: "ann/e1",
        kind: "page_viewed",
        customerId: null,
        visitorId: "ann",
        occurredAt: new Date(secondsAgo(1)),
        payload: { page: "home", referrer: "direct", clickId: null },
        personal: null,
      },
    ]);
  });

  test("counts a click when the token is valid", () => {
    const [ours, madeUp] = eventsOf(aPage({ click: "good" }), aPage({ click: "made.up.x" }));
    expect([ours!.payload, madeUp!.payload]).toMatchObject([
      { clickId: "engagement/1" },
      { clickId: null },
    ]);
  });

  test.each([
    ["  Cedar   TRAY ", "cedar tray"],
    ["size 42", "size 42"],
    ["ada@example.com", null],
    ["+44 20 7946 0018", null],
    ["4111-1111-1111-1111", null],
    ["", null],
  ])("keeps %j of a search for %j", (query, stored) => {
    expect(eventsOf(aSearch(query))[0]!.payload).toEqual({ query: stored, resultCount: 4 });
  });

  test("from another browser with the same id is another event", () => {
    const [other] = fromPixel({ events: [aPage()] }, { ...context, visitorId: "bob" });
    expect(other!.sourceId).not.toBe(eventsOf(aPage())[0]!.sourceId);
  });
});

describe("a browser's clock", () => {
  test("is trusted when it is nearly right", () => {
    const [first, last] = eventsOf(aPage({ at: secondsAgo(40) }), aPage({ at: secondsAgo(2) }));
    expect([first!.occurredAt, last!.occurredAt].map((it) => it.toISOString())).toEqual([
      secondsAgo(40),
      secondsAgo(2),
    ]);
  });

  test.each(["1999-01-01T00:00:00Z", "2100-01-01T00:00:00Z"])(
    "is corrected when it says %s, and intervals between events are kept",
    (at) => {
      const earlier = new Date(Date.parse(at) - 30_000).toISOString();
      const [first, last] = eventsOf(aPage({ at: earlier }), aPage({ at }));
      expect(last!.occurredAt).toEqual(NOW);
      expect(first!.occurredAt.toISOString()).toBe(secondsAgo(30));
    },
  );

  test("rejects events older than a day", () => {
    const [first] = eventsOf(aPage({ at: secondsAgo(300_000) }), aPage());
    expect(first!.occurredAt.toISOString()).toBe(secondsAgo(86_400));
  });
});

describe("the collector's schema", () => {
  test("drops unknown fields", () => {
    const reported = {
      ...aPage(),
      email: "canary@example.com",
      url: "https://kettle.example/?t=1",
    };
    expect(PixelEvent.parse(reported)).toEqual(aPage());
  });

  test("accepts the other events when one is invalid", () => {
    const events = [aPage(), { name: "page_viewed" }, "nonsense", { ...aPage(), id: "\0" }];
    const batch = PixelBatch.parse({ account: "a", visitor: "v", events });
    expect(batch.events).toEqual([aPage(), null, null, null]);
  });

  test("accepts at most twenty events", () => {
    const batch = { account: "a", visitor: "v", events: Array.from({ length: 21 }, () => aPage()) };
    expect(PixelBatch.safeParse(batch).success).toBe(false);
  });

  test("turns everything it accepts into valid events", () => {
    const anything = fc.anything({ maxDepth: 3, withNullPrototype: true });
    const anEvent = fc.record({
      name: fc.constantFrom(...PixelEvent.options.map((it) => it.shape.name.value)),
      id: fc.oneof(fc.uuid(), anything),
      at: fc.oneof(
        fc.date({ noInvalidDate: true, min: new Date(0) }).map((it) => it.toISOString()),
        anything,
      ),
      page: fc.constantFrom("home", "nowhere"),
      referrer: fc.constantFrom("direct", "?"),
      product: fc.constantFrom("501", "", "x"),
      variant: fc.constantFrom("601", ""),
      collection: fc.constantFrom("9", ""),
      quantity: fc.oneof(fc.integer(), anything),
      seconds: fc.oneof(fc.constant(10), anything),
      query: fc.string({ unit: "binary" }),
      results: fc.nat({ max: 10 }),
      lines: fc.array(
        fc.record({ product: fc.constant("501"), variant: fc.constant(""), quantity: fc.nat() }),
      ),
      step: fc.constantFrom("started", "gone"),
      token: fc.oneof(fc.uuid(), anything),
    });
    fc.assert(
      fc.property(fc.array(anEvent, { minLength: 1, maxLength: 20 }), (events) => {
        const batch = PixelBatch.parse({ account: "a", visitor: "v", events });
        for (const { kind, payload, occurredAt } of fromPixel(batch, context)) {
          expect(EVENT_PAYLOADS[kind].safeParse(payload).success).toBe(true);
          expect(JSON.stringify(payload)).not.toContain("\\u0000");
          expect(Math.abs(+occurredAt - +NOW)).toBeLessThanOrEqual(86_400_000);
        }
      }),
    );
  });
});
