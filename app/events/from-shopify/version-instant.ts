import { at, pastInstantOf } from "../read-json";
import type { Telling } from "../translation";

const SECOND_MS = 1_000;

/**
 * The instant that tells the versions of one object apart and puts them in
 * order. Shopify's `updated_at` has whole seconds, so that two changes within
 * one second look alike; when a delivery was triggered has milliseconds, and is
 * the same each time the delivery is sent again. It places the version inside
 * the second of its `updated_at`, at the nearest end when it lies outside:
 * headers are not signed, and so they decide nothing beyond that second.
 *
 * Rises with both: a version that was changed in a later second is later, and
 * within a second one that was triggered later is never earlier.
 *
 * @param updatedAt as the object tells it; one with milliseconds stays as it is
 * @param triggeredAt `null` where nobody tells it, as in the back-fill
 * @returns `updatedAt`, or up to 999 ms after it
 */
export function versionInstant(updatedAt: Date, triggeredAt: Date | null): Date {
  const beginMs = updatedAt.getTime();
  if (!triggeredAt || beginMs % SECOND_MS !== 0) return updatedAt;
  const endMs = beginMs + SECOND_MS - 1;
  return new Date(Math.min(Math.max(triggeredAt.getTime(), beginMs), endMs));
}

/**
 * The version of an object that a webhook shows: of its `updated_at`, and where
 * that is not told, or is yet to come, when the webhook was triggered.
 */
export function versionOf(
  body: unknown,
  { now, triggeredAt, toldTriggeredAt }: Telling,
): Date | null {
  const updatedAt = pastInstantOf(at(body, "updated_at"), now);
  return updatedAt ? versionInstant(updatedAt, toldTriggeredAt) : triggeredAt;
}
