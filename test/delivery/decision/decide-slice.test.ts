import { expect, test } from "vitest";
import { decideSlice } from "~/delivery/decision/decide-slice";
import { NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";

const capped = (templateId: string) =>
  deliveryFacts({
    intent: anIntent({ purpose: "lifecycle", exemptFromHourCap: false, templateId }),
  });
const decide = (...profileIds: string[]) =>
  decideSlice(
    profileIds.map((profileId, i) => ({ profileId, facts: capped(`flow/mail-${i}`) })),
    SETTINGS,
    NOW,
  ).map(({ kind }) => kind);

test("a mail that leaves counts for those behind it to the same profile", () => {
  expect(decide("ada", "ada")).toEqual(["send", "skip"]);
});

test("of one email twice for the same profile, one leaves", () => {
  const twice = ["ada", "ben", "ada"].map((profileId) => ({
    profileId,
    facts: deliveryFacts({ intent: anIntent({ exemptFromHourCap: true }) }),
  }));
  expect(decideSlice(twice, SETTINGS, NOW)).toEqual([
    { kind: "send" },
    { kind: "send" },
    { kind: "skip", reason: "repeated" },
  ]);
});

test("a mail to one profile does not count for another", () => {
  expect(decide("ada", "ben")).toEqual(["send", "send"]);
});

test("of two that fall together the one of higher priority goes, and the other waits", () => {
  const withPriority = (priority: number) => ({
    profileId: "ada",
    facts: deliveryFacts({
      expiresAt: new Date(NOW.getTime() + 48 * 3_600_000),
      intent: anIntent({
        ...{ purpose: "lifecycle", exemptFromHourCap: false, priority },
        templateId: `flow/mail-${priority}`,
      }),
    }),
  });
  const decisions = decideSlice([withPriority(20), withPriority(80)], SETTINGS, NOW);
  expect(decisions).toMatchObject([{ kind: "defer", reason: "frequency_cap" }, { kind: "send" }]);
});
