import { describe, expect, test } from "vitest";
import type { EngagementFacts } from "~/feedback/engagement/engagement-event";
import { findSignals, type MessageFacts } from "~/feedback/engagement/find-signals";
import { NOW } from "../../support/builders";

const EMAIL: MessageFacts = { arrivedAt: NOW, linkCount: 9 };
const HOUR_MS = 3_600_000;
/** An event an hour after the email and some milliseconds. */
const after = (ms: number, overrides: Partial<EngagementFacts> = {}): EngagementFacts => ({
  ...{ kind: "click", linkIndex: 0, occurredAt: new Date(NOW.getTime() + HOUR_MS + ms) },
  ...{ method: "GET", userAgentClass: "browser", ipHash: null, ipClass: "other" },
  ...{ isPrefetch: false, ...overrides },
});
const signals = (
  event: EngagementFacts,
  others: readonly EngagementFacts[] = [],
  email = EMAIL,
  isPageSeen = false,
) => [...findSignals(event, [event, ...others], email, isPageSeen)];

describe("the signals of a single event", () => {
  test("are none for a browser, or for a proxy that fetches on opening", () => {
    expect(signals(after(0))).toEqual([]);
    expect(
      signals(after(0, { kind: "open", linkIndex: null, userAgentClass: "reader_proxy" })),
    ).toEqual([]);
  });

  test.each([
    [{ userAgentClass: "security" }, "security_agent"],
    [{ userAgentClass: "program" }, "known_program"],
    [{ userAgentClass: "privacy_proxy" }, "fetches_every_picture"],
    [{ userAgentClass: "none" }, "names_nothing"],
    [{ method: "HEAD" }, "head_request"],
    [{ isPrefetch: true }, "fetched_ahead"],
    [{ ipClass: "security" }, "security_network"],
  ] as const)("%o: %s", (facts, signal) => {
    expect(signals(after(0, facts))).toEqual([signal]);
  });

  test("include the page that a browser showed", () => {
    expect(signals(after(0), [], EMAIL, true)).toEqual(["page_was_seen"]);
  });

  test("include the first five seconds after the email's arrival", () => {
    const at = (ms: number, arrivedAt: Date | null = NOW) =>
      signals(after(ms - HOUR_MS), [], { ...EMAIL, arrivedAt });
    expect(at(4_999)).toEqual(["within_seconds"]);
    expect(at(5_000)).toEqual([]);
    expect(at(5_000, null)).toEqual(["within_seconds"]);
  });
});

describe("the signals of related events", () => {
  const trap = (ms: number) => after(ms, { kind: "honeypot", linkIndex: null });

  test("count for a minute, before and after", () => {
    expect(signals(after(0), [trap(60_000)])).toEqual(["followed_hidden_link"]);
    expect(signals(after(0), [trap(-60_000)])).toEqual(["followed_hidden_link"]);
    expect(signals(after(0), [trap(60_001)])).toEqual([]);
  });

  test("include a visit to the unsubscribe page without its button", () => {
    const visit = after(9_000, { kind: "unsubscribe_page", linkIndex: null });
    const press = after(12_000, { kind: "unsubscribe", linkIndex: null });
    expect(signals(after(0), [visit])).toEqual(["looked_at_leaving"]);
    expect(signals(after(0), [visit, press])).toEqual([]);
  });
});

describe("several links", () => {
  const clicks = (...times: readonly number[]) =>
    times.map((ms, i) => after(ms, { linkIndex: i + 1 }));

  test("are at once within two seconds, three or more", () => {
    expect(signals(after(0), clicks(1_000, 2_000))).toEqual(["many_links_at_once"]);
    expect(signals(after(0), clicks(-2_000, -1_000))).toEqual(["many_links_at_once"]);
    expect(signals(after(0), clicks(-1_000, 1_000))).toEqual(["many_links_at_once"]);
    expect(signals(after(0), clicks(1_000, 2_001))).toEqual([]);
    expect(signals(after(0), clicks(-1_000, 1_001))).toEqual([]);
    expect(signals(after(0), clicks(1_000))).toEqual([]);
  });

  test("are at once only in a window that contains the event", () => {
    expect(signals(after(0), clicks(3_000, 3_100, 3_200))).toEqual([]);
    expect(signals(after(0), clicks(-3_000, -3_100, -3_200))).toEqual([]);
  });

  test("count once each, and only visible ones", () => {
    const again = [after(100), after(200)];
    expect(signals(after(0), again)).toEqual([]);
    const hidden = [after(100, { linkIndex: null }), after(200, { linkIndex: 1 })];
    expect(signals(after(0), hidden)).toEqual([]);
  });

  test("are every link of the email within ten seconds, if it has three or more", () => {
    const email = (linkCount: number) => ({ ...EMAIL, linkCount });
    expect(signals(after(0), clicks(5_000, 10_000), email(3))).toEqual(["every_link"]);
    expect(signals(after(0), clicks(5_000, 10_001), email(3))).toEqual([]);
    expect(signals(after(0), clicks(5_000, 10_000), email(4))).toEqual([]);
    expect(signals(after(0), clicks(5_000), email(2))).toEqual([]);
  });

  test("say nothing about an open", () => {
    const open = after(0, { kind: "open", linkIndex: null });
    expect(signals(open, clicks(-100, 0, 100))).toEqual([]);
  });
});
