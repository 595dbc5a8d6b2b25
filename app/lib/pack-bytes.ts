/** An item with the position of its part in packed bytes, as in SQL's `substr`: from 1. */
interface Packed<Item> {
  readonly item: Item;
  readonly at: number;
  readonly length: number;
}

/**
 * Concatenates a part of each item, for a statement that takes many of them as one parameter. As text they would be a
 * third to twice as long, and be encoded and parsed character by character.
 *
 * @returns the bytes, and the items with the positions of their parts, in order
 */
export function packBytes<Item>(
  items: readonly Item[],
  partOf: (item: Item) => Uint8Array,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly packed: readonly Packed<Item>[] } {
  const parts = items.map((item) => ({ item, part: partOf(item) }));
  const bytes = new Uint8Array(parts.reduce((sum, { part }) => sum + part.length, 0));
  let end = 0;
  const packed = parts.map(({ item, part }) => {
    bytes.set(part, end);
    const at = end + 1;
    end += part.length;
    return { item, at, length: part.length };
  });
  return { bytes, packed };
}
