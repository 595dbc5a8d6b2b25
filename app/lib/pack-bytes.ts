/** Where a part stands in packed bytes, as SQL's `substr` counts: from 1. */
export interface PackedPlace {
  readonly at: number;
  readonly length: number;
}

/**
 * Lays parts end to end, for a statement that takes many of them as one parameter. As text they
 * would be a third to twice as long, and be written and parsed letter by letter.
 *
 * @returns the bytes, and where each part stands in them, in the order of `parts`
 */
export function packBytes(parts: readonly Uint8Array[]): {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly places: readonly PackedPlace[];
} {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  const places: PackedPlace[] = [];
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    places.push({ at: end + 1, length: part.length });
    end += part.length;
  }
  return { bytes, places };
}
