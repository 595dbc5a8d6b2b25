import { z } from "zod";

const MINUTE_MS = 60_000;

/** Milliseconds in a number of units. A day is 24 hours: waits are lengths of time, not dates. */
export const DurationMs = {
  minutes: (count: number) => count * MINUTE_MS,
  hours: (count: number) => count * 60 * MINUTE_MS,
  days: (count: number) => count * 24 * 60 * MINUTE_MS,
} as const;

const CountedUnit = z.object({
  count: z.number().int().min(1),
  unit: z.enum(["minutes", "hours", "days"]),
});

export const MAX_WAIT_DAYS = 365;

/** A length of time as the merchant writes it. */
export const Wait = CountedUnit.refine((wait) => waitMs(wait) <= DurationMs.days(MAX_WAIT_DAYS));
export type Wait = z.infer<typeof CountedUnit>;

/** A wait in milliseconds. */
export function waitMs({ count, unit }: Wait): number {
  return DurationMs[unit](count);
}

/** The instant `ms` milliseconds after `at`. */
export function addMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
