/** Seconds since 1970, as numbers or text, in a form that `pastInstantOf` reads; null for anything else. */
export function instantOfSeconds(value: unknown): string | null {
  const seconds =
    typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  return seconds > 0 && seconds < 1e11 ? new Date(seconds * 1_000).toISOString() : null;
}
