import { describe, expect } from "vitest";
import { overSeeds } from "../support/over-seeds";
import { useWorkerStage } from "./worker-stage";

const stage = useWorkerStage();

describe("many workers that share one provider", () => {
  overSeeds(
    "F7: four processes keep together to what it allows, and nothing is lost",
    { usual: 1 },
    async (draw, context) => {
      await stage.plan(draw.between(10, 24), draw);
      await stage.splitIntoBatches(draw.between(6, 16));
      const batches = await stage.deps.db.emailBatch.count();
      // At a higher rate calls may be held and lost.
      const perSecond = draw.between(2, 3);
      await stage.limitAccount(perSecond);
      const workers = await Promise.all(Array.from({ length: 4 }, () => stage.work(context)));
      const codes = await Promise.all(workers.map((worker) => worker.over()));
      expect(codes).toEqual([0, 0, 0, 0]);
      // The tokens in the bucket, and those of the second that a call waits for.
      expect(stage.provider.calls).toHaveLength(Math.min(batches, 2 * perSecond));
      await stage.finish();
      await stage.expectEachOnce();
    },
  );
});
