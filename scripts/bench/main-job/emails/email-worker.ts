import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { inShop } from "~/db-scope.server";
import { startRuntime } from "~/deps.server";
import type { ShopId } from "~/lib/shop-id";
import { respond, readTask } from "../../child";

export interface EmailWorkerTask {
  /** `drain`: only that job; `worker`: everything that the app's worker does. */
  readonly does: "drain" | "worker";
  readonly shopIds: readonly ShopId[];
  /** Number of shops to drain in parallel. */
  readonly concurrency: number;
}

export interface EmailWorkerResult {
  readonly cpuMs: number;
}

// Sends due emails. Waits for a message before it starts, so that two can start together.
const { does, shopIds, concurrency } = readTask() as EmailWorkerTask;
const { deps } = await startRuntime("web");
const ofDefault = { ...deps, mailer: deps.mailers.default };
process.on("message", () => {
  begin().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.once("SIGTERM", () => process.exit(0));
respond("ready");

async function begin(): Promise<void> {
  const before = process.cpuUsage();
  if (does === "worker") {
    for (const shopId of shopIds) await deps.queue.wake("delivery.drain-outbox", shopId);
  } else {
    const left = [...shopIds];
    await Promise.all(Array.from({ length: concurrency }, () => drainNext(left)));
  }
  await untilNoneIsLeft();
  const { user, system } = process.cpuUsage(before);
  respond({ cpuMs: (user + system) / 1_000 } satisfies EmailWorkerResult);
}

async function drainNext(left: ShopId[]): Promise<void> {
  const { signal } = new AbortController();
  for (let shopId = left.shift(); shopId !== undefined; shopId = left.shift()) {
    let more = true;
    while (more) ({ more } = await drainOutboxJob.run(shopId, ofDefault, signal));
  }
}

async function untilNoneIsLeft(): Promise<void> {
  for (;;) {
    const left = await Promise.all(
      shopIds.map((shopId) =>
        inShop(shopId, () => deps.db.messageSending.count({ where: { shopId } })),
      ),
    );
    if (left.every((count) => count === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
