import fc from "fast-check";
import { expect, test } from "vitest";
import { readPreferenceForm } from "~/pages/preferences/preference-form";
import {
  Frequency,
  maskAddress,
  DEFAULT_PREFERENCES,
  Topic,
  type EmailPreferences,
} from "~/profiles/preferences/preferences";
import { daysAgo, NOW } from "../../support/builders";

const LANGUAGES = ["de", "en", "pt-BR"];
const preferences: fc.Arbitrary<EmailPreferences> = fc.record({
  topicsOff: fc.subarray([...Topic.options]),
  frequency: fc.constantFrom(...Frequency.options),
  pausedUntil: fc.constantFrom(null, daysAgo(-5)),
  language: fc.constantFrom(null, ...LANGUAGES),
  profiling: fc.boolean(),
  openTracking: fc.boolean(),
});

/** A browser's form data for an untouched page that shows `chosen`. */
function untouched(chosen: EmailPreferences): URLSearchParams {
  const form = new URLSearchParams();
  for (const topic of Topic.options) {
    if (!chosen.topicsOff.includes(topic)) form.append("topic", topic);
  }
  form.set("frequency", chosen.frequency);
  form.set("pause", chosen.pausedUntil ? "keep" : "none");
  form.set("language", chosen.language ?? "");
  if (chosen.profiling) form.set("profiling", "on");
  if (chosen.openTracking) form.set("openTracking", "on");
  return form;
}

test("changes nothing when the form is submitted unchanged", () => {
  fc.assert(
    fc.property(preferences, (chosen) => {
      expect(readPreferenceForm(untouched(chosen), chosen, NOW, LANGUAGES)).toEqual(chosen);
    }),
  );
});

test("starts a pause now, counted in days", () => {
  const form = new URLSearchParams({ pause: "30" });
  expect(readPreferenceForm(form, DEFAULT_PREFERENCES, NOW, LANGUAGES).pausedUntil).toEqual(
    daysAgo(-30),
  );
});

test("turns any form data into valid preferences", () => {
  const names = fc.constantFrom(
    "topic",
    "frequency",
    "pause",
    "language",
    "profiling",
    "__proto__",
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.string())), preferences, (pairs, before) => {
      const read = readPreferenceForm(new URLSearchParams(pairs), before, NOW, LANGUAGES);
      expect(Frequency.options).toContain(read.frequency);
      expect([null, ...LANGUAGES]).toContain(read.language);
      expect(read.topicsOff.every((topic) => Topic.options.includes(topic))).toBe(true);
    }),
  );
});

test.each([
  ["ada@example.com", "a•••@e•••.com"],
  ["ö@müller.co.uk", "ö•••@m•••.uk"],
  ["x@localhost", "x•••@l•••"],
])("%s is shown as %s", (address, masked) => {
  expect(maskAddress(address)).toBe(masked);
});
