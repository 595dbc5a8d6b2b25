import { at, pastInstantOf } from "../read-json";
import type { TranslationContext } from "../translation";

const SECOND_MS = 1_000;

/**
 * Orders the versions of one object. Shopify's `updated_at` has whole seconds, so two changes
 * within a second look alike. The trigger time has milliseconds and is the same in every retry. It
 * is clamped to the second of `updated_at`: headers are not signed and must decide nothing beyond
 * that second.
 *
 * Monotonic in both arguments.
 *
 * @param updatedAt from the object; a value with milliseconds is returned unchanged
 * @param triggeredAt `null` when unknown, as in the backfill
 * @returns `updatedAt`, or up to 999 ms after it
 */
export function versionInstant(updatedAt: Date, triggeredAt: Date | null): Date {
  const beginMs = updatedAt.getTime();
  if (!triggeredAt || beginMs % SECOND_MS !== 0) return updatedAt;
  const endMs = beginMs + SECOND_MS - 1;
  return new Date(Math.min(Math.max(triggeredAt.getTime(), beginMs), endMs));
}

/**
 * The version of a webhook's object: its `updated_at`, or the trigger time when that is absent or
 * in the future.
 */
export function versionOf(
  body: unknown,
  { now, triggeredAt, headerTriggeredAt }: TranslationContext,
): Date | null {
  const updatedAt = pastInstantOf(at(body, "updated_at"), now);
  return updatedAt ? versionInstant(updatedAt, headerTriggeredAt) : triggeredAt;
}
