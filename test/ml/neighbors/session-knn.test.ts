import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  indexSessions,
  scoreBySessionKnn,
  type SessionKnnOptions,
} from "~/ml/neighbors/session-knn";
import { createSparseScores } from "~/ml/matrices/sparse-scores";
import { toSessions } from "../arbitraries";

const PLAIN: SessionKnnOptions = {
  neighbors: 100,
  itemHalfLife: Infinity,
  sessionHalfLife: Infinity,
  voteHalfLife: Infinity,
  voteBackward: 1,
  lengthPower: 0,
  inverseFrequency: false,
};
const ITEMS = 6;

describe("scoreBySessionKnn", () => {
  test("weights each session by the number of shared items", () => {
    expect(
      scores(
        [
          [0, 1, 2],
          [0, 3],
          [4, 5],
        ],
        [0, 1],
      ),
    ).toEqual([3, 2, 2, 1, 0, 0]);
  });

  test("uses the nearest sessions only", () => {
    expect(
      scores(
        [
          [0, 1, 2],
          [0, 3],
        ],
        [0, 1],
        { neighbors: 1 },
      ),
    ).toEqual([2, 2, 2, 0, 0, 0]);
  });

  test("halves an item's weight with each half-life before the end of the session", () => {
    const [, , , three, four] = scores(
      [
        [0, 3],
        [1, 4],
      ],
      [0, 1],
      { itemHalfLife: 1 },
    );
    expect([three, four]).toEqual([0.5, 1]);
  });

  test("halves votes by distance from the shared item, and dampens those before it", () => {
    expect(scores([[4, 0, 1, 2]], [0], { voteHalfLife: 1, voteBackward: 0.5 })).toEqual([
      1, 0.5, 0.25, 0, 0.25, 0,
    ]);
  });

  test("halves a session's vote with each half-life of its age", () => {
    const sessions = toSessions(
      [
        [0, 1],
        [0, 2],
      ],
      [0, 10],
    );
    expect(scores(sessions, [0], { sessionHalfLife: 10 })).toEqual([1.5, 1, 0.5, 0, 0, 0]);
  });

  test("ignores the excluded session", () => {
    expect(
      scores(
        [
          [0, 1],
          [0, 2],
        ],
        [0],
        {},
        0,
      ),
    ).toEqual([1, 0, 1, 0, 0, 0]);
  });

  test("uses an item's most recent sessions when their number is limited", () => {
    const index = indexSessions(
      toSessions([
        [0, 1],
        [0, 2],
        [0, 3],
      ]),
      ITEMS,
      PLAIN,
      2,
    );
    const into = createSparseScores(ITEMS);
    scoreBySessionKnn(index, { items: [0], steps: [0] }, into);
    expect([...into.values]).toEqual([2, 0, 1, 1, 0, 0]);
  });

  test("omits only votes that are exactly zero from a long session", () => {
    const gaps = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 60 });
    const halfLife = fc.constantFrom(0.01, 0.03, 0.1, Infinity);
    const seen = fc.nat({ max: 2 });
    fc.assert(
      fc.property(
        gaps,
        halfLife,
        fc.constantFrom(0, 0.5, 1),
        seen,
        (gaps, voteHalfLife, voteBackward, requested) => {
          const items = gaps.map((_, n) => n % ITEMS);
          let step = 0;
          const steps = gaps.map((gap) => (step += gap));
          const past = {
            items: Int32Array.from(items),
            steps: Int32Array.from(steps),
            offsets: Int32Array.of(0, items.length),
            ages: Float64Array.of(0),
          };
          const expected = new Array<number>(ITEMS).fill(0);
          const shared = steps[items.lastIndexOf(requested)];
          items.forEach((item, n) => {
            if (shared === undefined) return;
            const distance = steps[n]! - shared;
            const vote = 2 ** (-Math.abs(distance) / voteHalfLife);
            expected[item]! += distance >= 0 ? vote : voteBackward * vote;
          });
          expect(scores(past, [requested], { voteHalfLife, voteBackward })).toEqual(expected);
        },
      ),
    );
  });

  test("handles a session of 200,000 items", () => {
    const count = 200_000;
    const running = {
      items: Int32Array.from({ length: count }, (_, n) => n),
      steps: new Int32Array(count),
    };
    const past = { ...running, offsets: Int32Array.of(0, count), ages: Float64Array.of(0) };
    const into = createSparseScores(count);
    const before = process.threadCpuUsage();
    scoreBySessionKnn(indexSessions(past, count, PLAIN), running, into);
    // By pairs of its items it would take 20 billion steps: a minute on any processor.
    expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(10_000);
    expect(into.count).toBe(count);
  });

  test("agrees with the naive formula", () => {
    const session = fc.array(fc.nat({ max: ITEMS - 1 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(session, { maxLength: 8 }), session, (past, running) => {
        const options = { itemHalfLife: 2, voteHalfLife: 3, voteBackward: 0.5, lengthPower: 0.5 };
        const expected = new Array<number>(ITEMS).fill(0);
        for (const items of past) {
          const shared = [...new Set(running)].filter((item) => items.includes(item));
          if (shared.length === 0) continue;
          const age = (item: number) => running.length - 1 - running.lastIndexOf(item);
          const similarity =
            shared.reduce((sum, item) => sum + 2 ** (-age(item) / 2), 0) / Math.sqrt(items.length);
          const latest = shared.reduce((a, b) => (age(b) < age(a) ? b : a));
          const pivot = items.lastIndexOf(latest);
          items.forEach((item, step) => {
            const distance = step - pivot;
            expected[item]! +=
              similarity * 2 ** (-Math.abs(distance) / 3) * (distance < 0 ? 0.5 : 1);
          });
        }
        scores(past, running, options).forEach((score, item) =>
          expect(score).toBeCloseTo(expected[item]!, 10),
        );
      }),
    );
  });

  test("returns nothing for an unknown item", () => {
    expect(scores([[0, 1]], [5])).toEqual([0, 0, 0, 0, 0, 0]);
    expect(scores([], [0])).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

function scores(
  past: number[][] | ReturnType<typeof toSessions>,
  running: number[],
  options: Partial<SessionKnnOptions> = {},
  except?: number,
): number[] {
  const sessions = Array.isArray(past) ? toSessions(past) : past;
  const index = indexSessions(sessions, ITEMS, { ...PLAIN, ...options });
  const into = createSparseScores(ITEMS);
  scoreBySessionKnn(index, { items: running, steps: running.map((_, n) => n) }, into, except);
  return [...into.values];
}
