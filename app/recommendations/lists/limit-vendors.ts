const WINDOW = 4;
const MAX_IN_WINDOW = 2;

/**
 * The first `count` of a ranking with at most two of one vendor among any four in a row: a third one is delayed. A
 * ranking with one vendor, and products without a vendor, are unaffected. Returns fewer than `count` if only a
 * limited vendor remains.
 *
 * @param ranked best first
 * @param vendorOf the vendor of an entry, `""` for none
 * @param first entries that precede all others unchanged, at most `count`
 */
export function limitVendors<T>(
  ranked: readonly T[],
  vendorOf: (entry: T) => string,
  count: number,
  first: readonly T[] = [],
): T[] {
  const vendors = new Set(ranked.map(vendorOf).filter((vendor) => vendor !== ""));
  if (vendors.size < 2) return [...first, ...ranked].slice(0, count);

  const waiting = [...ranked];
  const chosen = [...first];
  while (chosen.length < count) {
    const overrepresented = overrepresentedVendor(chosen.slice(-(WINDOW - 1)).map(vendorOf));
    const next = waiting.findIndex((entry) => vendorOf(entry) !== overrepresented);
    if (next === -1) break;
    chosen.push(...waiting.splice(next, 1));
  }
  return chosen;
}

/** The vendor with two among the last three, if any. */
function overrepresentedVendor(lastVendors: readonly string[]): string | null {
  const overrepresented = lastVendors.find(
    (vendor) =>
      vendor !== "" && lastVendors.filter((other) => other === vendor).length >= MAX_IN_WINDOW,
  );
  return overrepresented ?? null;
}
