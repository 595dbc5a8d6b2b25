import fc from "fast-check";
import { expect, test } from "vitest";
import { splitPages } from "~/components/lists/split-pages";

const split = (sizes: readonly number[], room: number) => splitPages(sizes, (size) => size, room);

test("fills a page before it begins the next", () => {
  expect(split([2, 3, 4, 1, 5], 5)).toEqual([[2, 3], [4, 1], [5]]);
  expect(split([], 5)).toEqual([]);
});

test("gives an item that is larger than a page a page of its own", () => {
  expect(split([1, 9, 1], 5)).toEqual([[1], [9], [1]]);
});

test("keeps all items in order, and no page holds more than its room unless it is one item", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 12 }), (items, room) => {
      const pages = split(items, room);
      expect(pages.flat()).toEqual(items);
      for (const page of pages) {
        expect(page.length).toBeGreaterThan(0);
        const sum = page.reduce((all, size) => all + size, 0);
        expect(sum <= room || page.length === 1).toBe(true);
      }
    }),
  );
});
