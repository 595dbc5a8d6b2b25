import { z } from "zod";
import { crc32 } from "~/lib/crc32";

const DAY_MS = 86_400_000;
const SECONDS_OF_DAY = 86_400;

/** The periods that a merchant can choose, in months; null: everything is kept. */
export const RETENTION_MONTHS = [13, 25, 37, null] as const;
export type RetentionMonths = (typeof RETENTION_MONTHS)[number];

/** Applies until the merchant chooses: two years, and the month that is compared with the one two years before. */
export const DEFAULT_RETENTION_MONTHS = 25 satisfies RetentionMonths;

/** A choice as submitted: a number of months, or "everything". */
export const RetentionChoice = z
  .enum(["13", "25", "37", "everything"])
  .transform((value): RetentionMonths =>
    value === "everything" ? null : (RETENTION_MONTHS.find((it) => it === Number(value)) ?? null),
  );

/**
 * Days before an email can be deleted in which its numbers no longer change: longer than an email waits to be sent, so
 * that no day is counted again after some of its emails were deleted.
 */
export const FINAL_DAYS = 60;

/** When kept history begins: whole months before `now` in UTC, never later than the last day of that month. */
export function startOfHistory(now: Date, months: number): Date {
  return shiftMonths(now, -months);
}

/** When something from this time is old enough to be deleted. */
export function endOfRetention(at: Date, months: number): Date {
  return shiftMonths(at, months);
}

/** Whether a period deletes what another one keeps. */
export function isShorter(months: RetentionMonths, than: RetentionMonths): boolean {
  return (months ?? Infinity) < (than ?? Infinity);
}

/** The first run after an instant. Each shop has its own second of the day, so that runs are spread over it. */
export function nextRetentionRun(shopId: string, after: Date): Date {
  const offsetMs = (crc32(new TextEncoder().encode(shopId)) % SECONDS_OF_DAY) * 1_000;
  const days = Math.floor((after.getTime() - offsetMs) / DAY_MS) + 1;
  return new Date(days * DAY_MS + offsetMs);
}

function shiftMonths(at: Date, months: number): Date {
  const shifted = new Date(at);
  shifted.setUTCDate(1);
  shifted.setUTCMonth(shifted.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(shifted.getUTCFullYear(), shifted.getUTCMonth() + 1, 0));
  shifted.setUTCDate(Math.min(at.getUTCDate(), lastDay.getUTCDate()));
  return shifted;
}
