import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { runInThread, type ThreadLimits } from "~/jobs/training/run-in-thread.server";
import type { TrainingProgress } from "~/jobs/training/training-run";
import type { ShopId } from "~/lib/shop-id";
import type { PurchaseHistory } from "../history/shop-history";
import { winnersOf, type ModelSelection, type Winner } from "../selection";
import { findSelectionToUse, saveSelection } from "./selection-store.server";

/** Ten times what a comparison of 5,000 customers takes on an idle core. */
const LIMITS: ThreadLimits = { heapMb: 1_024, timeoutMs: 15 * 60_000 };

interface ComparisonOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Tests lower them. */
  readonly limits?: ThreadLimits;
}

type History = Pick<PurchaseHistory, "purchases" | "endDay">;

interface ContendersToUse {
  readonly winners: readonly Winner[];
  /** Stores the new selection, if one was made. */
  save(tx: Tx, selectedAt: Date): Promise<void>;
}

/** The contenders that won the last selection, after making a new one if that is due. */
export async function findWinners(
  shopId: ShopId,
  history: History,
  options: ComparisonOptions,
  { db, log }: CommonDeps<"db" | "log">,
): Promise<ContendersToUse> {
  const { last, isDue } = await findSelectionToUse(db, shopId, history.endDay);
  const selected = isDue ? await compareInThread(shopId, history, options, { log }) : null;
  return {
    winners: winnersOf(selected ?? last ?? []),
    async save(tx, selectedAt) {
      if (selected) await saveSelection(tx, shopId, selected, selectedAt);
    },
  };
}

/**
 * Compares the contenders in a thread of their own. Training does not depend on it: a comparison that fails, or exceeds
 * its time or memory, is logged, and the last selection stays in use.
 *
 * @returns null without a result
 */
export async function compareInThread(
  shopId: ShopId,
  { purchases, endDay }: History,
  options: ComparisonOptions,
  { log }: CommonDeps<"log">,
): Promise<readonly ModelSelection[] | null> {
  try {
    // The thread gets a copy, since the training needs the history after it.
    const input = { purchases: structuredClone(purchases), endDay };
    const outcome = await runInThread("contenders", input, { limits: LIMITS, ...options });
    return outcome.kind === "fitted" ? outcome.output : null;
  } catch (error) {
    log.warn({ err: error, shopId }, "The comparison with other methods failed");
    return null;
  }
}
