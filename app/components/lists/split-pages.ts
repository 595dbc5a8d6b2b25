/**
 * Splits a list into pages, in order. A page ends before the item that would exceed its room; a larger item has a page
 * of its own.
 */
export function splitPages<T>(
  items: readonly T[],
  sizeOf: (item: T) => number,
  room: number,
): T[][] {
  const pages: T[][] = [];
  let left = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const page = pages.at(-1);
    if (page && size <= left) page.push(item);
    else {
      pages.push([item]);
      left = room;
    }
    left -= size;
  }
  return pages;
}
