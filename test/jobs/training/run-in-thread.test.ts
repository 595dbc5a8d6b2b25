import { getPriority } from "node:os";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collectBuffers } from "~/jobs/training/collect-buffers";
import { runThread } from "~/jobs/training/run-in-thread.server";
import type { TrainingProgress } from "~/jobs/training/training-run";

const ENTRY = new URL("./a-thread.ts", import.meta.url);
const never = new AbortController().signal;

describe("runThread", () => {
  test("transfers the arrays, reports progress, and returns the fit", async () => {
    const reported: TrainingProgress[] = [];
    const input = Float64Array.of(1, 2, 3);
    const onProgress = (progress: TrainingProgress) => reported.push(progress);
    const outcome = await runThread(ENTRY, { fit: "double", input }, { onProgress, signal: never });
    expect(outcome).toEqual({
      kind: "fitted",
      output: { numbers: Float64Array.of(2, 4, 6), said: "done" },
    });
    expect(reported).toMatchObject([{ step: "orders", doneRatio: 0.5 }]);
    expect(input).toHaveLength(0);
  });

  test.runIf(process.platform === "linux")(
    "gives a fit less priority than requests and jobs have",
    async () => {
      const options = { onProgress: () => undefined, signal: never };
      const outcome = await runThread(ENTRY, { fit: "priority", input: null }, options);
      expect(outcome).toEqual({ kind: "fitted", output: 10 });
      expect(getPriority()).toBeLessThan(10);
    },
  );

  test("terminates an endless fit when aborted", async () => {
    const cut = new AbortController();
    const outcome = await runThread(
      ENTRY,
      { fit: "endless", input: null },
      { onProgress: () => cut.abort(), signal: cut.signal },
    );
    expect(outcome).toEqual({ kind: "aborted" });
  });

  test("starts nothing when already aborted", async () => {
    const options = { onProgress: () => undefined, signal: AbortSignal.abort() };
    expect(await runThread(ENTRY, { fit: "endless", input: null }, options)).toEqual({
      kind: "aborted",
    });
  });

  test.each([
    ["broken", /no numbers/],
    ["unheard of", /no fit "unheard of"/],
    ["quitter", /ended with code 0 and no answer/],
  ])("rejects when the fit is %s", async (fit, message) => {
    const options = { onProgress: () => undefined, signal: never };
    await expect(runThread(ENTRY, { fit, input: null }, options)).rejects.toThrow(message);
  });
});

describe("F21: a misbehaving job", () => {
  const run = (fit: string, timeoutMs: number) =>
    runThread(
      ENTRY,
      { fit, input: null },
      { onProgress: () => undefined, signal: never, limits: { heapMb: 64, timeoutMs } },
    );

  /** How often other work in this process ran meanwhile. */
  async function turnsBeside(running: Promise<unknown>): Promise<number> {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    await running.catch(() => undefined);
    clearInterval(timer);
    return turns;
  }

  test.each([
    ["endless", "turns for ever", 1_500, /took more than 1500 ms/],
    // Ample time on any machine, so that memory is the limit.
    ["hoarder", "takes all memory", 600_000, /memory limit/],
  ])("%s, one that %s, is stopped, and does not delay others", async (fit, _what, ms, reason) => {
    const astray = run(fit, ms);
    const ended = expect(astray).rejects.toThrow(reason);
    // On any machine, a timer that is due first runs first; a loop on this thread would block it.
    expect(await turnsBeside(astray)).toBeGreaterThan(0);
    await ended;
    const input = Float64Array.of(21);
    const next = await runThread(
      ENTRY,
      { fit: "double", input },
      { onProgress: () => undefined, signal: never },
    );
    expect(next).toMatchObject({ kind: "fitted", output: { numbers: Float64Array.of(42) } });
  });
});

describe("buffersIn", () => {
  test("finds the memory of each array once, at any depth", () => {
    const a = new Float64Array(2);
    const b = new Int32Array(3);
    const value = {
      a,
      list: [{ again: a.subarray(1) }],
      map: new Map([["b", b]]),
      at: new Date(0),
    };
    expect(collectBuffers(value)).toEqual([a.buffer, b.buffer]);
  });

  test("skips shared memory", () => {
    expect(collectBuffers([new Uint8Array(new SharedArrayBuffer(4))])).toEqual([]);
  });

  test("finds nothing without arrays", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => collectBuffers(value).length === 0));
  });
});
