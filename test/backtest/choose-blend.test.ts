import { describe, expect, test } from "vitest";
import { chooseBlend, type LearnedLists } from "../../scripts/backtest/recommenders/choose-blend";
import { createRandomNumbers } from "~/ml/numerics/random";

/** Lists of 20 candidates with two features and one target. */
function lists(count: number, takes: (x: number, y: number) => number): LearnedLists {
  const random = createRandomNumbers(7);
  const features: number[] = [];
  const isTarget: number[] = [];
  for (let list = 0; list < count; list++) {
    const rows = Array.from(
      { length: 20 },
      () => [random.nextFloat(), random.nextFloat()] as const,
    );
    const liked = rows.map(([x, y]) => takes(x, y));
    const best = liked.indexOf(Math.max(...liked));
    rows.forEach(([x, y], row) => {
      features.push(x, y);
      isTarget.push(row === best ? 1 : 0);
    });
  }
  return {
    offsets: Int32Array.from({ length: count + 1 }, (_, n) => 20 * n),
    features: Float64Array.from(features),
    isTarget: Uint8Array.from(isTarget),
    width: 2,
    targets: Array.from({ length: count }, () => 1),
  };
}
const EVEN = Float64Array.of(1, 1);
const OTHERS = { first: Float64Array.of(1, 0), second: Float64Array.of(0, 1) };

describe("chooseBlend", () => {
  test("keeps the default when there is no data to learn from", () => {
    const { name, theta } = chooseBlend(
      lists(0, () => 0),
      EVEN,
      OTHERS,
    );
    expect([name, [...theta]]).toEqual(["blend", [1, 1]]);
  });

  test("learns from both features together", () => {
    const { name, theta } = chooseBlend(
      lists(200, (x, y) => 3 * x - y),
      EVEN,
      OTHERS,
    );
    expect(name).toBe("blend");
    expect(theta[0]! / theta[1]!).toBeLessThan(-1.5);
  });

  test("uses a single model when it ranks measurably better than the blend", () => {
    const few = lists(100, (x) => x);
    const { name } = chooseBlend(few, Float64Array.of(-300, 300), OTHERS);
    expect(name).toBe("first");
  });
});
