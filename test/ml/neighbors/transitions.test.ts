import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitTransitions, type TransitionOptions } from "~/ml/neighbors/transitions";
import { toSessions } from "../arbitraries";

const PLAIN: TransitionOptions = {
  k: 100,
  maxSteps: 1,
  stepDecay: 0,
  backward: 0,
  asymmetry: 1,
  shrinkage: 0,
};
const ITEMS = 5;

describe("fitTransitions", () => {
  test("is the share of an item's positions directly followed by the follower", () => {
    expect(
      followers(
        [
          [0, 1],
          [0, 1],
          [0, 1],
          [0, 2],
        ],
        PLAIN,
      )[0],
    ).toEqual({ 1: 0.75, 2: 0.25 });
  });

  test("discounts followers by distance, up to a maximum", () => {
    const far = { ...PLAIN, maxSteps: 3, stepDecay: 0.5 };
    expect(followers([[0, 1, 2, 3, 4]], far)[0]).toEqual({ 1: 1, 2: 0.5, 3: 0.25 });
  });

  test("looks back as many steps as requested", () => {
    expect(followers([[0, 1]], { ...PLAIN, backward: 0.25 })[1]).toEqual({ 0: 0.25 });
  });

  test("returns nothing for sessions of one step or self-transitions", () => {
    const sessions = { ...toSessions([[0, 1, 1]]), steps: Int32Array.from([0, 0, 1]) };
    expect(read(fitTransitions(sessions, ITEMS, PLAIN))).toEqual([{ 1: 1 }, {}, {}, {}, {}]);
  });

  test("never crosses from one session into the next", () => {
    expect(followers([[0], [1]], { ...PLAIN, maxSteps: 5, stepDecay: 1, backward: 1 })).toEqual([
      {},
      {},
      {},
      {},
      {},
    ]);
  });

  test("agrees with the naive formula", () => {
    const session = fc.array(fc.nat({ max: ITEMS - 1 }), { maxLength: 6 });
    const options = {
      k: 9,
      maxSteps: 3,
      stepDecay: 0.5,
      backward: 0.5,
      asymmetry: 0.3,
      shrinkage: 2,
    };
    fc.assert(
      fc.property(fc.array(session, { maxLength: 6 }), (sessions) => {
        const places = (item: number) => sessions.flat().filter((other) => other === item).length;
        followers(sessions, options).forEach((row, from) => {
          for (const [to, score] of Object.entries(row)) {
            let w = 0;
            for (const items of sessions) {
              items.forEach((a, n) =>
                items.forEach((b, m) => {
                  const gap = m - n;
                  if (a !== from || b !== Number(to) || gap === 0 || Math.abs(gap) > 3) return;
                  w += (gap > 0 ? 1 : 0.5) * 0.5 ** (Math.abs(gap) - 1);
                }),
              );
            }
            const norm = places(from) ** 0.3 * places(Number(to)) ** 0.7;
            expect(score).toBeCloseTo((w / (w + 2)) * (w / norm), 6);
          }
        });
      }),
    );
  });
});

function followers(sessions: number[][], options: TransitionOptions) {
  return read(fitTransitions(toSessions(sessions), ITEMS, options));
}

function read(model: ReturnType<typeof fitTransitions>): Record<number, number>[] {
  return Array.from({ length: ITEMS }, (_, item) =>
    Object.fromEntries(
      Array.from(
        model.neighbors.subarray(model.offsets[item], model.offsets[item + 1]),
        (to, n) => [to, model.scores[model.offsets[item]! + n]!],
      ),
    ),
  );
}
