import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { FitInput, FitOutput, TrainingKind } from "~/training-registry.server";
import { runInThread } from "./run-in-thread.server";
import {
  claimTraining,
  renewTraining,
  settleTraining,
  type TrainingClaim,
} from "./training-store.server";
import type { TrainingProgress } from "./training-run";

export interface Training<K extends TrainingKind> {
  readonly kind: K;
  /** Reads what the fit needs. When the signal aborts, the return value is ignored. */
  load(
    at: Date,
    signal: AbortSignal,
    report: (progress: TrainingProgress) => void,
  ): Promise<FitInput<K>>;
  /** Stores the fitted model. */
  save(tx: Tx, fitted: FitOutput<K>): Promise<void>;
}

type Deps = CommonDeps<"db" | "now">;

const BEAT_EVERY_MS = 1_000;
const READING: TrainingProgress = { step: "reading", doneRatio: 0 };
const SAVING: TrainingProgress = { step: "saving", doneRatio: 1 };

/**
 * Runs this shop's waiting fit, if any: reads, fits in a thread, and stores the model in the transaction that ends
 * the run. When canceled, it stores nothing; when the process stops, it returns to the queue; when killed, it
 * restarts after its lease expires.
 */
export async function runTraining<K extends TrainingKind>(
  shopId: ShopId,
  { kind, load, save }: Training<K>,
  { db, now }: Deps,
  signal: AbortSignal,
): Promise<void> {
  const at = now();
  const attempts = await claimTraining(db, shopId, kind, at);
  if (attempts === null) return;
  const claim: TrainingClaim = { kind, attempts };
  const settle = (state: "canceled" | "failed" | "queued") =>
    settleTraining(db, shopId, claim, { state, at: now() });

  const heart = startHeart(shopId, claim, { db, stop: signal });
  try {
    const input = await load(at, heart.signal, heart.report);
    const outcome = await runInThread(kind, input, {
      onProgress: heart.report,
      signal: heart.signal,
    });
    await heart.stop();
    if (outcome.kind === "aborted") {
      await settle(heart.why() === "canceled" ? "canceled" : "queued");
      return;
    }
    await db.$transaction(async (tx) => {
      // Locks the run: from here on it cannot be canceled or claimed by another worker.
      const verdict = await renewTraining(tx, shopId, claim, SAVING);
      if (verdict === "lost") return;
      const isWanted = verdict === "go_on";
      if (isWanted) await save(tx, outcome.output);
      const state = isWanted ? "done" : "canceled";
      await settleTraining(tx, shopId, claim, { state, at: now() });
    });
  } catch (error) {
    await heart.stop();
    await settle("failed");
    throw error;
  }
}

interface Heart {
  /** Aborts when the run is canceled, lost, or the process ends. */
  readonly signal: AbortSignal;
  report(progress: TrainingProgress): void;
  why(): "canceled" | "lost" | "stopped" | null;
  stop(): Promise<void>;
}

/** Reports the progress once a second and learns whether to continue. */
function startHeart(
  shopId: ShopId,
  claim: TrainingClaim,
  { db, stop }: { readonly db: PrismaClient; readonly stop: AbortSignal },
): Heart {
  const cut = new AbortController();
  let progress = READING;
  let why: ReturnType<Heart["why"]> = null;
  let beating = Promise.resolve();
  const end = (reason: "canceled" | "lost" | "stopped") => {
    why ??= reason;
    cut.abort();
  };
  const beat = async () => {
    const verdict = await renewTraining(db, shopId, claim, progress);
    if (verdict !== "go_on") end(verdict);
  };
  // A failed heartbeat is harmless: the lease outlasts many of them.
  const timer = setInterval(() => {
    beating = beating.then(beat).catch(() => undefined);
  }, BEAT_EVERY_MS);
  const onStop = () => end("stopped");
  if (stop.aborted) onStop();
  stop.addEventListener("abort", onStop);

  return {
    signal: cut.signal,
    report: (reported) => (progress = reported),
    why: () => why,
    async stop() {
      clearInterval(timer);
      stop.removeEventListener("abort", onStop);
      await beating;
    },
  };
}
