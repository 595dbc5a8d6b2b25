import { expect, test } from "vitest";
import { seededRandom } from "../../shopify/life/seeded-random";

test("a stream depends only on its number and label", () => {
  const draw = (seed: number, label: string) =>
    Array.from({ length: 5 }, seededRandom(seed, label));
  expect(draw(1, "a")).toEqual(draw(1, "a"));
  expect(draw(1, "a")).not.toEqual(draw(2, "a"));
  expect(draw(1, "a")).not.toEqual(draw(1, "b"));
});

test("a stream is uniform over [0, 1)", () => {
  const random = seededRandom(1, "spread");
  const tenths = new Array<number>(10).fill(0);
  for (let i = 0; i < 20_000; i++) {
    const tenth = Math.floor(random() * 10);
    tenths[tenth] = (tenths[tenth] ?? NaN) + 1;
  }
  expect(tenths).toHaveLength(10);
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(200);
});
