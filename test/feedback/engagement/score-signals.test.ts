import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyUserAgent } from "~/feedback/engagement/user-agent-class";
import { classifyIp } from "~/feedback/engagement/ip-class.server";
import { findSignals, type MessageFacts } from "~/feedback/engagement/find-signals";
import type { EngagementFacts } from "~/feedback/engagement/engagement-event";
import {
  HUMAN_SIGNALS,
  MACHINE_SIGNALS,
  scoreSignals,
  type Signal,
  type HumanSignal,
  type MachineSignal,
} from "~/feedback/engagement/score-signals";
import { NOW } from "../../support/builders";

const machineHints = Object.keys(MACHINE_SIGNALS) as MachineSignal[];
const humanHints = Object.keys(HUMAN_SIGNALS) as HumanSignal[];
const anyHints = fc
  .subarray<Signal>([...machineHints, ...humanHints])
  .map((hints) => new Set<Signal>(hints));

/** From machine to human. */
const RANK = { machine: 2, unknown: 1, human: 0 } as const;
const rankOf = (hints: ReadonlySet<Signal>) => RANK[scoreSignals(hints).classification];

describe("the score of an event", () => {
  test("does not move toward human with one more machine signal", () => {
    fc.assert(
      fc.property(anyHints, fc.constantFrom(...machineHints), (hints, more) => {
        const with_ = new Set([...hints, more]);
        expect(rankOf(with_)).toBeGreaterThanOrEqual(rankOf(hints));
        expect(scoreSignals(with_).score).toBeGreaterThanOrEqual(scoreSignals(hints).score);
      }),
    );
  });

  test("does not move toward machine with one more human signal", () => {
    fc.assert(
      fc.property(anyHints, fc.constantFrom(...humanHints), (hints, more) => {
        expect(rankOf(new Set([...hints, more]))).toBeLessThanOrEqual(rankOf(hints));
      }),
    );
  });

  test.each(machineHints)("is not classified as machine by one signal: %s", (hint) => {
    expect(scoreSignals(new Set([hint])).classification).toBe("unknown");
  });

  test.each<[string, Signal[], string]>([
    ["100 points", ["names_nothing", "every_link"], "machine"],
    ["90 points", ["within_seconds", "every_link"], "unknown"],
    ["40 points", ["every_link"], "unknown"],
    ["20 points", ["names_nothing", "page_was_seen"], "human"],
  ])("with %s classifies as the limits say", (_points, signals, classification) => {
    expect(scoreSignals(new Set(signals)).classification).toBe(classification);
  });

  test("has its signals as a reason, the strongest first", () => {
    const signals = ["security_network", "followed_hidden_link", "within_seconds"] as const;
    expect(scoreSignals(new Set(signals))).toEqual({
      classification: "machine",
      score: 170,
      reason: "followed_hidden_link within_seconds security_network",
    });
  });

  test("is human without any machine signal", () => {
    expect(scoreSignals(new Set())).toEqual({ classification: "human", score: 0, reason: null });
  });
});

const EMAIL: MessageFacts = { arrivedAt: NOW, linkCount: 4 };
const aHit = (afterMs: number, overrides: Partial<EngagementFacts> = {}): EngagementFacts => ({
  kind: "click",
  linkIndex: 0,
  occurredAt: new Date(NOW.getTime() + afterMs),
  method: "GET",
  userAgentClass: "browser",
  ipHash: null,
  ipClass: "other",
  isPrefetch: false,
  ...overrides,
});
const classesOf = (events: readonly EngagementFacts[], email = EMAIL, isPageSeen = false) =>
  events.map((event) => scoreSignals(findSignals(event, events, email, isPageSeen)).classification);
const trap = (afterMs: number) => aHit(afterMs, { kind: "honeypot", linkIndex: null });

describe("requests of email gateways", () => {
  test("are machine when every link is followed on arrival, with any user agent", () => {
    const events = [0, 1, 2, 3].map((linkIndex) => aHit(800 + linkIndex * 100, { linkIndex }));
    expect(classesOf(events)).toEqual(["machine", "machine", "machine", "machine"]);
  });

  test("are machine when every link, including the hidden one, is followed at once after ten minutes", () => {
    const events = [
      ...[0, 1, 2, 3].map((linkIndex) => aHit(600_000 + linkIndex * 100, { linkIndex })),
      trap(600_500),
    ];
    expect(new Set(classesOf(events))).toEqual(new Set(["machine"]));
  });

  test("are machine when they declare themselves and only send HEAD", () => {
    expect(classesOf([aHit(3_600_000, { userAgentClass: "security", method: "HEAD" })])).toEqual([
      "machine",
    ]);
  });

  test("are machine when they precede the end of sending", () => {
    const events = [aHit(0, { userAgentClass: "program" })];
    expect(classesOf(events, { arrivedAt: null, linkCount: 1 })).toEqual(["machine"]);
  });

  test("does not change a classification after its delay", () => {
    const early = aHit(100_000);
    expect(classesOf([early, trap(161_000)])[0]).toBe("human");
    expect(classesOf([early, trap(159_000)])[0]).toBe("unknown");
  });
});

describe("visits to the unsubscribe page", () => {
  const leaving = (kind: "unsubscribe_page" | "unsubscribe", afterMs: number) =>
    aHit(afterMs, { kind, linkIndex: null });

  test("is unknown without a press, and machine with one more signal", () => {
    const look = leaving("unsubscribe_page", 600_500);
    expect(classesOf([aHit(600_000), look])[0]).toBe("unknown");
    expect(classesOf([aHit(600_000, { userAgentClass: "program" }), look])[0]).toBe("machine");
  });

  test("is human when it unsubscribes within the minute", () => {
    const events = [
      aHit(600_000),
      leaving("unsubscribe_page", 620_000),
      leaving("unsubscribe", 640_000),
    ];
    expect(classesOf(events)[0]).toBe("human");
  });

  test("does not affect the click an hour later", () => {
    expect(classesOf([aHit(600_000), leaving("unsubscribe_page", 4_200_000)])[0]).toBe("human");
  });
});

describe("requests of people", () => {
  test("are human an hour after the email", () => {
    expect(classesOf([aHit(3_600_000)])).toEqual(["human"]);
  });

  test("are human when two links follow each other", () => {
    expect(classesOf([aHit(60_000), aHit(75_000, { linkIndex: 2 })])).toEqual(["human", "human"]);
  });

  test("are human soon after the email when the shop's page reported the click", () => {
    expect(classesOf([aHit(3_000)])).toEqual(["unknown"]);
    expect(classesOf([aHit(3_000)], EMAIL, true)).toEqual(["human"]);
  });

  test("classifies a Gmail open as human and an Apple proxy open as unknown", () => {
    const open = (userAgentClass: EngagementFacts["userAgentClass"], afterMs = 600_000) =>
      classesOf([aHit(afterMs, { kind: "open", linkIndex: null, userAgentClass })])[0];
    expect(open("reader_proxy")).toBe("human");
    expect(open("privacy_proxy")).toBe("unknown");
    expect(open("privacy_proxy", 2_000)).toBe("machine");
  });
});

test.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "browser"],
  [
    "Mozilla/5.0 (Windows NT 5.1) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "reader_proxy",
  ],
  ["YahooMailProxy; https://help.yahoo.com", "reader_proxy"],
  ["Mozilla/5.0", "privacy_proxy"],
  ["BarracudaCentral/1.0", "security"],
  ["python-requests/2.32", "program"],
  ["  ", "none"],
  [null, "none"],
] as const)("classifies %s as %s", (userAgentClass, expected) => {
  expect(classifyUserAgent(userAgentClass)).toBe(expected);
});

test.each([
  ["104.47.1.2", "security"],
  ["::ffff:104.47.1.2", "security"],
  ["203.0.113.7", "other"],
  ["2001:db8::1", "other"],
  ["no address", "other"],
  [null, "other"],
] as const)("assigns %s to the network type %s", (address, expected) => {
  expect(classifyIp(address)).toBe(expected);
});
