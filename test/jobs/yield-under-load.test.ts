import { expect, test } from "vitest";
import { createYieldUnderLoad } from "~/jobs/yield-under-load";

/** A clock that advances only during pauses and work. */
function startTime() {
  let now = 0;
  const wakes: { atMs: number; wake: () => void }[] = [];
  return {
    nowMs: () => now,
    pause: (ms: number) => new Promise<void>((wake) => wakes.push({ atMs: now + ms, wake })),
    async runTo(endMs: number) {
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const next = wakes.toSorted((a, b) => a.atMs - b.atMs)[0];
        if (!next || next.atMs > endMs) break;
        wakes.splice(wakes.indexOf(next), 1);
        now = next.atMs;
        next.wake();
      }
      now = endMs;
    },
  };
}

/** Workers that each run slices of `sliceMs` in sequence for a minute. */
async function workForAMinute(isSaturated: () => boolean, workers: number, sliceMs: number) {
  const time = startTime();
  const yieldUnderLoad = createYieldUnderLoad(isSaturated, time);
  const done = Array.from({ length: workers }, () => 0);
  let running = 0;
  let maxRunning = 0;
  const work = async (worker: number): Promise<void> => {
    await yieldUnderLoad(async () => {
      running += 1;
      maxRunning = Math.max(maxRunning, running);
      await time.pause(sliceMs);
      running -= 1;
    });
    done[worker] = (done[worker] ?? 0) + 1;
    await work(worker);
  };
  for (let worker = 0; worker < workers; worker++) void work(worker);
  await time.runTo(60_000);
  const worked = done.reduce((sum, slices) => sum + slices * sliceMs, 0);
  return { done, maxRunning: maxRunning, share: worked / 60_000 };
}

test("slices run concurrently and without a back-off while the process is not saturated", async () => {
  const { maxRunning: maxRunning, share } = await workForAMinute(() => false, 4, 50);
  expect(maxRunning).toBe(4);
  expect(share).toBeCloseTo(4, 1);
});

test("slices run one at a time, for a quarter of the time, while the process is saturated", async () => {
  const { maxRunning: maxRunning, share } = await workForAMinute(() => true, 4, 50);
  expect(maxRunning).toBe(1);
  expect(share).toBeGreaterThan(0.21);
  expect(share).toBeLessThan(0.26);
});

test("no job starves while the process stays saturated, even behind slices of several seconds", async () => {
  for (const sliceMs of [5, 50, 5_000]) {
    const { done } = await workForAMinute(() => true, 12, sliceMs);
    expect(Math.min(...done)).toBeGreaterThan(2);
  }
});

test("a back-off ends when the process is no longer saturated", async () => {
  let isSaturated = true;
  const time = startTime();
  const yieldUnderLoad = createYieldUnderLoad(() => isSaturated, time);
  await Promise.all([yieldUnderLoad(() => time.pause(400)), time.runTo(400)]);
  let startedMs = 0;
  const second = yieldUnderLoad(() => {
    startedMs = time.nowMs();
    return Promise.resolve();
  });
  await time.runTo(600);
  expect(startedMs).toBe(0);
  isSaturated = false;
  await time.runTo(700);
  await second;
  expect(startedMs).toBe(605);
});

test("a slice that throws rejects, and the next one runs", async () => {
  const time = startTime();
  const yieldUnderLoad = createYieldUnderLoad(() => true, time);
  await expect(yieldUnderLoad(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await yieldUnderLoad(() => Promise.resolve("fine"))).toBe("fine");
});
