import { describe, expect } from "vitest";
import { overSeeds } from "../support/over-seeds";
import { useWorkerStage } from "./worker-stage";

const stage = useWorkerStage();

describe("a provider that is asked by many", () => {
  overSeeds(
    "F7: four processes keep together to what it allows, and nothing is lost",
    { usual: 1 },
    async (draw, context) => {
      const callsPerSecond = draw.between(3, 9);
      await stage.limitProvider(callsPerSecond);
      await stage.plan(draw.between(10, 24), draw);
      await stage.splitIntoBatches(draw.between(6, 16));
      const workers = await Promise.all(Array.from({ length: 4 }, () => stage.work(context)));
      const codes = await Promise.all(workers.map((worker) => worker.over()));
      expect(codes).toEqual([0, 0, 0, 0]);
      const { calls } = stage.provider;
      // A first call that is late on its way comes no sooner before the others for that.
      const begunMs = Math.min(...workers.map(({ said }) => said[0] as number));
      const endedMs = performance.timeOrigin + calls.at(-1)!.atMs;
      expect(calls.length).toBeGreaterThan(2);
      expect(calls.length).toBeLessThanOrEqual(callsPerSecond * ((endedMs - begunMs) / 1_000 + 1));
      await stage.finish();
      await stage.expectEachOnce();
    },
  );
});
