import { describe, expect, test } from "vitest";
import { createSaturationMonitor } from "~/jobs/saturation-monitor";

/** An event loop whose timers fire as late as the test says. */
function createLoop() {
  let now = 0;
  const timers: { dueMs: number; callback: () => void }[] = [];
  const monitor = createSaturationMonitor({
    nowMs: () => now,
    schedule: (callback, ms) => timers.push({ dueMs: now + ms, callback }),
  });
  function fireDue(): void {
    for (const timer of timers.filter(({ dueMs }) => dueMs <= now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.callback();
    }
  }
  return {
    monitor,
    timerCount: () => timers.length,
    /** Idle time: timers fire when they are due. */
    idle(ms: number) {
      const endMs = now + ms;
      for (; now < endMs; now += 1) fireDue();
      fireDue();
    },
    /** Busy time: timers fire after it. */
    block(ms: number) {
      now += ms;
      fireDue();
    },
    /** Requests that are answered at once. */
    receive(count: number) {
      for (let i = 0; i < count; i++) monitor.trackRequest()();
    },
  };
}

describe("a process", () => {
  test("is saturated when many requests arrive and the event loop lags", () => {
    const loop = createLoop();
    loop.receive(50);
    expect(loop.monitor.isSaturated()).toBe(false);
    loop.block(50);
    expect(loop.monitor.isSaturated()).toBe(true);
  });

  test("counts requests in flight of any duration, and those answered within a second", () => {
    const loop = createLoop();
    const answers = Array.from({ length: 30 }, () => loop.monitor.trackRequest());
    loop.receive(19);
    loop.block(50);
    expect(loop.monitor.isSaturated()).toBe(false);
    loop.receive(1);
    loop.block(50);
    expect(loop.monitor.isSaturated()).toBe(true);
    loop.block(1_500);
    expect(loop.monitor.isSaturated()).toBe(false);
    loop.receive(20);
    loop.block(50);
    expect(loop.monitor.isSaturated()).toBe(true);
    for (const answer of answers) answer();
    expect(loop.monitor.isSaturated()).toBe(true);
  });

  test("is not saturated by many requests without lag", () => {
    const loop = createLoop();
    for (let i = 0; i < 100; i++) {
      loop.receive(10);
      loop.idle(10);
      loop.block(20);
    }
    expect(loop.monitor.isSaturated()).toBe(false);
  });

  test("is not saturated by its own work with few or no requests", () => {
    const loop = createLoop();
    for (let i = 0; i < 100; i++) {
      loop.block(200);
      expect(loop.monitor.isSaturated()).toBe(false);
      loop.receive(8);
    }
  });

  test("stays saturated for a second after a delay while many requests arrive", () => {
    const loop = createLoop();
    loop.receive(50);
    loop.block(50);
    for (let ms = 0; ms < 1_000; ms += 50) {
      loop.receive(50);
      expect(loop.monitor.isSaturated()).toBe(true);
      loop.idle(50);
    }
    loop.receive(50);
    loop.idle(1);
    expect(loop.monitor.isSaturated()).toBe(false);
  });

  test("is no longer saturated a second after the requests stop, even with other delays", () => {
    const loop = createLoop();
    loop.receive(50);
    loop.block(50);
    expect(loop.monitor.isSaturated()).toBe(true);
    loop.block(900);
    expect(loop.monitor.isSaturated()).toBe(true);
    loop.block(60);
    expect(loop.monitor.isSaturated()).toBe(false);
  });

  test("measures nothing while few requests arrive, and uses one timer while many do", () => {
    const loop = createLoop();
    loop.receive(49);
    expect(loop.timerCount()).toBe(0);
    loop.receive(50);
    expect(loop.timerCount()).toBe(1);
    loop.idle(500);
    expect(loop.timerCount()).toBe(1);
    loop.idle(600);
    expect(loop.timerCount()).toBe(0);
  });
});
