import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { overSeeds } from "../support/over-seeds";
import { PROVIDER_FAULTS, useWorkerStage } from "./worker-stage";

const stage = useWorkerStage();

/** Transactions of a drain that resumes an old batch, and of two that claim, freeze and settle. */
const TRANSACTIONS = 8;

describe("workers that are killed while they send", () => {
  overSeeds(
    "F1, F2, F4, F5: each email is taken once, wherever they die and whatever the provider answers",
    { usual: 6 },
    async (draw, context) => {
      await stage.plan(draw.between(1, 40), draw);
      if (draw.chance(0.4)) await stage.splitIntoBatches(draw.between(1, 4));
      for (let faults = draw.between(0, 2); faults > 0; faults--) {
        stage.provider.fail(draw.of(PROVIDER_FAULTS));
      }
      const killsItself = draw.chance(0.5);
      const workers = await Promise.all(
        Array.from({ length: draw.of([1, 1, 2]) }, () => {
          const when = draw.of(["before", "after"] as const);
          const transaction = draw.between(1, TRANSACTIONS);
          return stage.work(context, killsItself ? { transaction, when } : undefined);
        }),
      );
      for (const worker of workers) {
        await worker.says(1);
        await sleep(draw.between(0, killsItself ? 800 : 300));
        worker.signal("SIGKILL");
        await worker.over();
      }
      await stage.finish();
      await stage.expectEachOnce();
    },
  );

  overSeeds(
    "F3: one that slept past its lease, while another took over, writes nothing",
    { usual: 2 },
    async (draw, context) => {
      await stage.plan(draw.between(1, 30), draw);
      if (draw.chance(0.4)) await stage.splitIntoBatches(draw.between(1, 3));
      // Before, while and after the provider accepts the emails.
      stage.provider.fail(
        draw.of([
          { kind: "accept_slowly", delayMs: draw.between(100, 350) },
          { kind: "hang" },
          { kind: "accept_then_hang" },
        ]),
      );
      const zombie = await stage.work(context);
      await stage.firstCall(zombie);
      await sleep(draw.between(0, 60));
      zombie.signal("SIGSTOP");
      await stage.finish();
      const { db } = stage.deps;
      const settled = await db.emailBatch.findMany({ orderBy: { batchId: "asc" } });
      zombie.signal("SIGCONT");
      expect(await zombie.over()).toBe(0);
      expect(await db.emailBatch.findMany({ orderBy: { batchId: "asc" } })).toEqual(settled);
      await stage.expectEachOnce();
    },
  );
});
