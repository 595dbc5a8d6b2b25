import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { profileIdOfVisitor } from "~/lib/profile-id";
import { VISIT_GAP_MS, splitIntoVisits } from "~/profiles/visitors/visit";
import { aDwell, anAdding, aPage, aSearch, aStep, aView, minutesAgo } from "./browsing-events";

const ofVisitor = () => profileIdOfVisitor("ann");

describe("a visit", () => {
  test("summarizes page views, dwell time, searches and cart additions in order", () => {
    const [visit, ...others] = splitIntoVisits(
      [
        aPage("ann", minutesAgo(20)),
        aSearch("ann", minutesAgo(19), "cedar"),
        aPage("ann", minutesAgo(19), "search"),
        aPage("ann", minutesAgo(18), "product"),
        aView("ann", minutesAgo(18), "501"),
        aPage("ann", minutesAgo(17), "product"),
        aView("ann", minutesAgo(17), "502"),
        aDwell("ann", new Date(+minutesAgo(17) + 30_000), 30),
        anAdding("ann", new Date(+minutesAgo(17) + 40_000), "502", 2),
        aStep("ann", new Date(+minutesAgo(17) + 50_000), "started", "ck1"),
      ],
      ofVisitor,
    );
    expect(others).toEqual([]);
    expect(visit).toEqual({
      profileId: "vann",
      startedAt: minutesAgo(20),
      endedAt: new Date(+minutesAgo(17) + 50_000),
      pageCount: 4,
      dwellSeconds: 60 + 60 + 60 + 30,
      path: ["home", "search", "product", "product"],
      searches: ["cedar"],
      viewed: [
        { productId: "501", views: 1, dwellSeconds: 60, added: 0 },
        { productId: "502", views: 1, dwellSeconds: 30, added: 2 },
      ],
      checkoutStep: "started",
    });
  });

  test("ends after a pause of more than half an hour", () => {
    const visits = splitIntoVisits(
      [aPage("ann", minutesAgo(95)), aPage("ann", minutesAgo(65)), aPage("ann", minutesAgo(34))],
      ofVisitor,
    );
    expect(visits.map((it) => it.startedAt)).toEqual([minutesAgo(95), minutesAgo(34)]);
  });

  test("ends when the browser's profile changes", () => {
    const changes = minutesAgo(9);
    const visits = splitIntoVisits(
      [aPage("ann", minutesAgo(10)), aPage("ann", minutesAgo(9)), aPage("ann", minutesAgo(8))],
      (at) => (at < changes ? "cada" : "ceve"),
    );
    expect(visits.map((it) => [it.profileId, it.pageCount])).toEqual([
      ["cada", 1],
      ["ceve", 2],
    ]);
  });

  test("caps the dwell time of a page at three minutes", () => {
    const [visit] = splitIntoVisits(
      [aPage("ann", minutesAgo(29)), aPage("ann", minutesAgo(1))],
      ofVisitor,
    );
    expect(visit!.dwellSeconds).toBe(180);
  });

  test("contains each event once in any order and no long pause", () => {
    const minute = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(fc.array(minute, { minLength: 1, maxLength: 40 }), fc.nat(), (minutes, seed) => {
        const events = minutes.map((it) => aPage("ann", minutesAgo(it)));
        const visits = splitIntoVisits(events, ofVisitor);
        const turned = events.map((_, index) => events[(index + seed) % events.length]!);
        expect(splitIntoVisits(turned, ofVisitor)).toEqual(visits);
        expect(visits.reduce((sum, it) => sum + it.pageCount, 0)).toBe(events.length);
        const times = events.map((it) => +it.occurredAt).sort((a, b) => a - b);
        // Naive reference: a gap, or midnight, between neighboring events.
        const cuts = times.filter((at, index) => {
          const before = times[index - 1];
          if (before === undefined) return true;
          const days = [before, at].map((it) => new Date(it).toISOString().slice(0, 10));
          return at - before > VISIT_GAP_MS || days[0] !== days[1];
        });
        expect(visits.map((it) => +it.startedAt)).toEqual(cuts);
      }),
    );
  });
});
