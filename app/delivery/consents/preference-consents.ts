import { Topic, type EmailPreferences } from "~/profiles/preferences/preferences";

/** A consent change made on the preference page. */
export interface ChosenConsent {
  readonly purpose: Topic | "profiling" | "open_tracking";
  readonly kind: "given" | "withdrawn";
}

/** Consent changes between two preferences. Frequency and language are no consent. */
export function chosenConsents(before: EmailPreferences, after: EmailPreferences): ChosenConsent[] {
  const changes = [
    ...Topic.options.map((topic) => ({
      purpose: topic,
      was: !before.topicsOff.includes(topic),
      is: !after.topicsOff.includes(topic),
    })),
    { purpose: "profiling" as const, was: before.profiling, is: after.profiling },
    { purpose: "open_tracking" as const, was: before.openTracking, is: after.openTracking },
  ];
  return changes.flatMap(({ purpose, was, is }): ChosenConsent[] =>
    was === is ? [] : [{ purpose, kind: is ? "given" : "withdrawn" }],
  );
}
