import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { overSeeds, type Draw } from "../support/over-seeds";
import type { FaultyProcess } from "./start-process";
import { PROVIDER_FAULTS, useWorkerStage } from "./worker-stage";

const stage = useWorkerStage();
const TABLES = ["message", "email_batch", "profile", "suppression", "settings"];

/** Emails in one or several batches, and a slow or failing provider. */
async function prepare(draw: Draw): Promise<void> {
  await stage.plan(draw.between(1, 40), draw);
  if (draw.chance(0.5)) await stage.splitIntoBatches(draw.between(1, 5));
  stage.provider.fail({ kind: "accept_slowly", delayMs: draw.between(50, 350) });
  if (draw.chance(0.5)) stage.provider.fail(draw.of(PROVIDER_FAULTS));
}

/** A signal that meets the exit of a process finds no handler, and ends a worker that was done anyway. */
async function expectToFinish(worker: FaultyProcess): Promise<void> {
  if ((await worker.over()) !== 0) await expect.poll(() => worker.said).toContain("done");
}

describe("a worker that receives a stop signal", () => {
  overSeeds(
    "F23: finishes what it has in hand within its time, and another goes on",
    { usual: 2 },
    async (draw, context) => {
      await prepare(draw);
      const worker = await stage.work(context);
      await (draw.chance(0.7) ? stage.firstCall(worker) : worker.says(1));
      await sleep(draw.between(0, 200));
      worker.signal("SIGTERM");
      const over = expectToFinish(worker);
      if (draw.chance(0.5)) await stage.finish();
      await over;
      await stage.finish();
      await stage.expectEachOnce();
    },
  );

  overSeeds(
    "F23: while the next version adds its columns and starts beside it, the old one goes on, stops on request, and no email is sent twice",
    { usual: 1 },
    async (draw, context) => {
      const { db } = stage.deps;
      await prepare(draw);
      const old = await stage.work(context);
      await stage.firstCall(old);
      // An additive migration of the next version while this one runs.
      for (const table of draw.shuffled(TABLES)) {
        await db.$executeRawUnsafe(
          `alter table "${table}" add column next_version text not null default 'new'`,
        );
      }
      try {
        const next = await stage.work(context);
        await next.says(1);
        await sleep(draw.between(0, 200));
        old.signal("SIGTERM");
        await expectToFinish(old);
        await expectToFinish(next);
        await stage.finish();
        await stage.expectEachOnce();
      } finally {
        for (const table of TABLES) {
          await db.$executeRawUnsafe(`alter table "${table}" drop column next_version`);
        }
      }
    },
  );
});
