import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideDelivery, type DeliveryFacts } from "~/delivery/decision/decide-delivery";
import { decideSlice } from "~/delivery/decision/decide-slice";
import type { PendingMessage } from "~/delivery/decision/message-value";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import { hoursAgo, NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";
import { propertyRuns } from "../../support/property-runs";

const capped = (templateId: string) =>
  deliveryFacts({
    intent: anIntent({ purpose: "lifecycle", exemptFromHourCap: false, templateId }),
  });
const ADA = profileIdOfCustomer("ada");
const BEN = profileIdOfCustomer("ben");
const decide = (...profileIds: ProfileId[]) =>
  decideSlice(
    profileIds.map((profileId, i) => ({ profileId, facts: capped(`flow/email-${i}`) })),
    SETTINGS,
    NOW,
  ).map(({ decision }) => decision.kind);

test("counts an email toward the cap of later ones to the same profile", () => {
  expect(decide(ADA, ADA)).toEqual(["send", "skip"]);
});

test("sends one of two equal emails to the same profile", () => {
  const twice = [ADA, BEN, ADA].map((profileId) => ({
    profileId,
    facts: deliveryFacts({ intent: anIntent({ exemptFromHourCap: true }) }),
  }));
  expect(decideSlice(twice, SETTINGS, NOW).map(({ decision }) => decision)).toEqual([
    { kind: "send" },
    { kind: "send" },
    { kind: "skip", reason: "repeated" },
  ]);
});

test("sends one of two equal emails with another email between them", () => {
  const emails = ["one", "two", "one"].map((templateId) => ({
    ...{ profileId: ADA },
    facts: deliveryFacts({
      intent: anIntent({ purpose: "lifecycle", exemptFromHourCap: true, templateId }),
    }),
  }));
  expect(decideSlice(emails, SETTINGS, NOW).map(({ decision }) => decision)).toEqual([
    { kind: "send" },
    { kind: "send" },
    { kind: "skip", reason: "repeated" },
  ]);
});

test("counts only an email that leaves toward the cap of later ones", () => {
  const [gone, other] = ["one", "two"].map((id) => ({ profileId: ADA, facts: capped(id) }));
  const slice = [{ ...gone!, facts: { ...gone!.facts, exitReason: "erased" as const } }, other!];
  expect(decideSlice(slice, SETTINGS, NOW).map(({ decision }) => decision.kind)).toEqual([
    "skip",
    "send",
  ]);
});

test("does not count an email to one profile for another", () => {
  expect(decide(ADA, BEN)).toEqual(["send", "send"]);
});

test("sends the email of higher priority and defers the other", () => {
  const withPriority = (priority: number) => ({
    profileId: ADA,
    facts: deliveryFacts({
      expiresAt: new Date(NOW.getTime() + 48 * 3_600_000),
      intent: anIntent({
        ...{ purpose: "lifecycle", exemptFromHourCap: false, priority },
        templateId: `flow/email-${priority}`,
      }),
    }),
  });
  const decisions = decideSlice([withPriority(20), withPriority(80)], SETTINGS, NOW);
  expect(decisions).toMatchObject([
    { decision: { kind: "defer", reason: "frequency_cap" } },
    { decision: { kind: "send" } },
  ]);
});

describe("a slot reserved for a more valuable message", () => {
  const HOUR_MS = 3_600_000;
  const inHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
  const agos = (count: number) => [30, 60, 90, 120, 150].slice(0, count).map(hoursAgo);
  const letter = (facts: Partial<DeliveryFacts> = {}) =>
    deliveryFacts({
      ...{ intent: anIntent({ purpose: "lifecycle", exemptFromHourCap: false, priority: 50 }) },
      ...{ expiresAt: inHours(96), value: 0.01, ...facts },
    });
  const rival = (overrides: Partial<PendingMessage> = {}): PendingMessage => ({
    ...{ messageId: "rival", purpose: "browse", exemptFromHourCap: false },
    ...{ value: 0.04, priority: 50, dueAt: inHours(20), expiresAt: inHours(60), ...overrides },
  });
  const decide = (facts: Partial<DeliveryFacts>) => decideDelivery(letter(facts), SETTINGS, NOW);

  test("is kept while the week has only one slot", () => {
    expect(decide({ recentMarketingAt: agos(3), pending: [rival()] })).toEqual({
      kind: "defer",
      reason: "yields",
      // 20 hours after noon is the morning.
      until: inHours(20),
    });
    expect(decide({ recentMarketingAt: agos(2), pending: [rival()] })).toEqual({ kind: "send" });
  });

  test("reserves no slot for messages of equal rank or without a cap", () => {
    const full = { recentMarketingAt: agos(3) };
    for (const it of [
      rival({ value: 0.01 }),
      rival({ value: 0.001, priority: 99 }),
      rival({ purpose: "checkout", value: 0.2 }),
      rival({ dueAt: inHours(70) }),
    ]) {
      expect(decide({ ...full, pending: [it] })).toEqual({ kind: "send" });
    }
    expect(decide({ ...full, pending: [rival({ value: 0.01, priority: 60 })] })).toMatchObject({
      reason: "yields",
    });
  });

  test("reserves the hours before a message that cannot wait", () => {
    const soon = rival({ dueAt: inHours(3), expiresAt: inHours(10) });
    expect(decide({ pending: [soon] })).toMatchObject({ kind: "defer", until: inHours(3) });
    expect(decide({ pending: [rival({ dueAt: inHours(3) })] })).toEqual({ kind: "send" });
  });

  test("expires with the message, and reports it", () => {
    const late = { recentMarketingAt: agos(3), expiresAt: inHours(10), pending: [rival()] };
    expect(decide(late)).toEqual({ kind: "skip", reason: "yields" });
  });

  test("is kept for a message that is not in the slice", () => {
    const facts = letter({ recentMarketingAt: agos(3), pending: [rival()] });
    expect(decideSlice([{ profileId: ADA, messageId: "m", facts }], SETTINGS, NOW)).toMatchObject([
      { decision: { kind: "defer", reason: "yields", until: inHours(20) } },
    ]);
  });

  test.each([
    ["waits", { kind: "defer", reason: "yields", until: inHours(3) }],
    ["is skipped", { kind: "send" }],
  ] as const)("follows what was decided for that message: it %s", (what, decision) => {
    const paused = { topicsOff: [], frequency: "usual" as const, lastMarketingAt: null };
    const valuable = letter({
      ...{ value: 0.04, recentMarketingAt: agos(3) },
      ...(what === "waits"
        ? { preferences: { ...paused, pausedUntil: inHours(3) } }
        : { exitReason: "erased" as const }),
    });
    const cheap = letter({
      ...{ recentMarketingAt: agos(3), pending: [rival({ messageId: "valuable", dueAt: NOW })] },
    });
    const slice = [
      { profileId: ADA, messageId: "cheap", facts: cheap },
      { profileId: ADA, messageId: "valuable", facts: valuable },
    ];
    expect(decideSlice(slice, SETTINGS, NOW)[0]?.decision).toEqual(decision);
  });

  test("goes to the most valuable of the due messages, whatever their priority", () => {
    const due = (messageId: string, value: number, priority: number) => ({
      ...{ profileId: ADA, messageId },
      facts: letter({
        value,
        recentMarketingAt: agos(3),
        intent: anIntent({
          ...{ purpose: "lifecycle", exemptFromHourCap: false, priority },
          templateId: `flow/${messageId}`,
        }),
        pending: [rival({ messageId: "valuable", value: 0.05, dueAt: NOW })].filter(
          (it) => it.messageId !== messageId,
        ),
      }),
    });
    const slice = [due("cheap", 0.005, 90), due("valuable", 0.05, 10)];
    expect(
      decideSlice(slice, SETTINGS, NOW).map(({ messageId, decision }) => [
        messageId,
        decision.kind,
      ]),
    ).toEqual([
      ["cheap", "defer"],
      ["valuable", "send"],
    ]);
  });
});

test("never drops a message for a less valuable one", () => {
  const DAY = 24;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 24, max: 96 }),
      fc.integer({ min: 1, max: 90 }),
      (had, valuableAfter, valuableLifetime, priority) => {
        const at = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
        const sent = [20, 50, 80, 110].slice(0, had).map(hoursAgo);
        const settings = { ...SETTINGS, quietHours: { startHour: 0, endHour: 0 } };
        const play = (withCheap: boolean) => {
          const left = [...sent];
          let cheapAt = withCheap ? NOW : null;
          let valuableAt = at(valuableAfter) as Date | null;
          let isValuableSent = false as boolean;
          for (let hour = 0; hour < 9 * DAY; hour++) {
            const now = at(hour);
            const facts = (name: string, value: number, expiresAt: Date) =>
              deliveryFacts({
                intent: anIntent({
                  ...{ purpose: "lifecycle", exemptFromHourCap: false, priority },
                  templateId: `flow/${name}`,
                }),
                ...{ value, expiresAt, recentMarketingAt: left },
              });
            const valuable = facts("valuable", 0.05, at(valuableAfter + valuableLifetime));
            const pending: PendingMessage[] =
              valuableAt === null
                ? []
                : [
                    {
                      ...{ messageId: "valuable", purpose: "lifecycle", exemptFromHourCap: false },
                      ...{
                        value: 0.05,
                        priority,
                        dueAt: valuableAt,
                        expiresAt: valuable.expiresAt,
                      },
                    },
                  ];
            const cheap = { ...facts("cheap", 0.005, at(48)), pending };
            const due = [
              ...(cheapAt !== null && cheapAt <= now ? [{ messageId: "cheap", facts: cheap }] : []),
              ...(valuableAt !== null && valuableAt <= now
                ? [{ messageId: "valuable", facts: valuable }]
                : []),
            ].map((it) => ({ ...it, profileId: ADA }));
            for (const { messageId, decision } of decideSlice(due, settings, now)) {
              const next = decision.kind === "defer" ? decision.until : null;
              if (decision.kind === "send") left.push(now);
              if (messageId === "cheap") cheapAt = next;
              else {
                valuableAt = next;
                isValuableSent ||= decision.kind === "send";
              }
            }
          }
          return isValuableSent;
        };
        return play(true) === play(false);
      },
    ),
    { numRuns: propertyRuns(200) },
  );
});
