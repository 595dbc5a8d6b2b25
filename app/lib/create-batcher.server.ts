import { acrossShops } from "~/db-scope.server";
import type { AcrossShops } from "./across-shops";
import { AppError } from "./errors";

export interface BatcherOptions<Item> {
  /** Commits these items atomically. */
  commit(items: readonly Item[]): Promise<void>;
  /** Why one commit may contain items of several shops. */
  readonly reason: AcrossShops;
  /** Plural name for error messages: `Webhooks`. */
  readonly what: string;
  /** Above this backlog the database is too far behind: further items are refused at once. */
  readonly maxWaiting: number;
}

export interface Batcher<Item> {
  /**
   * Resolves when the item is committed.
   *
   * @throws AppError `unavailable` when it cannot be stored now: the sender must try again
   */
  add(item: Item): Promise<void>;
  /** Number of uncommitted items. */
  readonly waitingCount: () => number;
  /** Commits waiting items and accepts no more. */
  close(): Promise<void>;
}

/** How long the first item of a batch waits for others. */
const GATHER_MS = 2;
const MAX_ITEMS = 200;

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
}

/**
 * Groups concurrent items into one commit: a commit costs about the same for 200 rows as for one,
 * and the sender waits for it.
 */
export function createBatcher<Item>(options: BatcherOptions<Item>): Batcher<Item> {
  const { what, maxWaiting } = options;
  let waiting: Waiting<Item>[] = [];
  let underWay = 0;
  let committing: Promise<void> | null = null;
  let isClosed = false;

  async function commitAll(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_ITEMS);
      waiting = waiting.slice(MAX_ITEMS);
      underWay = batch.length;
      await commit(batch);
      underWay = 0;
    }
    committing = null;
  }

  async function commit(batch: readonly Waiting<Item>[]): Promise<void> {
    try {
      const items = batch.map(({ item }) => item);
      await acrossShops(options.reason, () => options.commit(items));
      for (const { resolve } of batch) resolve();
    } catch (cause) {
      const error = new AppError("unavailable", `${what} cannot be stored now`, { cause });
      for (const { reject } of batch) reject(error);
    }
  }

  return {
    add(item) {
      if (isClosed || waiting.length >= maxWaiting) {
        const why = isClosed ? "are not taken any more" : "wait in too great a number";
        return Promise.reject(new AppError("unavailable", `${what} ${why}`));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        committing ??= commitAll();
      });
    },
    waitingCount: () => waiting.length + underWay,
    async close() {
      isClosed = true;
      await committing;
    },
  };
}
