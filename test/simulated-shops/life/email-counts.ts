import { COUNTED_DAYS, RIPE_DAYS } from "~/experiments/optimization/trial-limits";
import type { VariantResult } from "~/feedback/optimizer/variant-result-store.server";
import type { ProfileId } from "~/lib/profile-id";

/** The store's counts of emails and clicks by variant (`variant-result-store.server.ts`), in memory. */
export function countEmails() {
  const byVariant = new Map<string, Map<string, DailyCounts>>();
  const recipients = new Map<string, Map<ProfileId, number>>();
  const all = new Map<ProfileId, number>();
  const sends = new Map<string, number[]>();

  const isCounted = (day: number, today: number) => day > today - COUNTED_DAYS;

  return {
    /** An email that was sent, with its variants by experiment. */
    count(
      email: string,
      { profileId, day, hasClicked }: SentEmail,
      variants: readonly { readonly key: string; readonly variant: string }[],
    ): void {
      all.set(profileId, day);
      getOrAdd(recipients, email, () => new Map<ProfileId, number>()).set(profileId, day);
      increment(
        getOrAdd(sends, email, () => []),
        day,
      );
      for (const { key, variant } of variants) {
        const counts = getOrAdd(byVariant, key, () => new Map<string, DailyCounts>());
        const own = getOrAdd(counts, variant, () => ({ sends: [], clicks: [] }));
        increment(own.sends, day);
        if (hasClicked) increment(own.clicks, day);
      }
    },
    /** Results of an experiment's variants, of emails that are old enough. */
    resultsOf(key: string, today: number): VariantResult[] {
      const from = Math.max(0, today - COUNTED_DAYS + 1);
      const sum = (counts: readonly number[]) => sumOf(counts, from, today - RIPE_DAYS);
      return [...(byVariant.get(key) ?? [])].map(([variant, own]) => ({
        variant,
        sends: sum(own.sends),
        clicks: sum(own.clicks),
      }));
    },
    sendsOf: (email: string, today: number): number =>
      sumOf(sends.get(email) ?? [], Math.max(0, today - COUNTED_DAYS + 1), today),
    /** Share of the customers emailed in the counted days who received this email. */
    reachOf(email: string, today: number): number {
      const recent = (of: ReadonlyMap<ProfileId, number> | undefined) =>
        [...(of?.values() ?? [])].filter((day) => isCounted(day, today)).length;
      return recent(recipients.get(email)) / Math.max(1, recent(all));
    },
  };
}

interface SentEmail {
  readonly profileId: ProfileId;
  readonly day: number;
  readonly hasClicked: boolean;
}

/** By day of sending. */
interface DailyCounts {
  readonly sends: number[];
  readonly clicks: number[];
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, empty: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const added = empty();
  map.set(key, added);
  return added;
}

function increment(counts: number[], day: number): void {
  while (counts.length <= day) counts.push(0);
  counts[day]! += 1;
}

/** Sum over the days `from` to `to`, both included. */
function sumOf(counts: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let day = from; day <= Math.min(to, counts.length - 1); day++) sum += counts[day]!;
  return sum;
}
