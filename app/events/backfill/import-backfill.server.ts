import type { CommonDeps } from "~/deps";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import {
  advanceBackfill,
  areBackfillsSettled,
  RESET_BACKFILL,
  type Backfill,
} from "./backfill-store.server";
import type { AnyEvent } from "../event";
import { recordEvents } from "../event-store.server";
import { eventsFromBulkNode } from "./from-shopify-bulk";
import { groupBulkLines } from "./group-bulk-lines";
import { openTrackingLevelOf, type OpenTrackingLevel } from "../open-tracking";
import { storeTrackingLevels } from "../tracking-refusal-store.server";
import { readLines, skipLines } from "./read-lines.server";

type Deps = CommonDeps<"db" | "queue" | "keyring" | "now">;

export type BackfillImportOutcome =
  | { readonly kind: "done" }
  /** Out of time, or taken over by another worker: recorded events stay. */
  | { readonly kind: "interrupted" }
  | { readonly kind: "unreadable"; readonly isExpired: boolean; readonly reason: string };

/** Small enough for a transaction well under a second. */
const SLICE_NODES = 500;
/** Shopify writes children close to their parent; this leaves ample room. */
const OPEN_PARENTS = 500;

interface Slice {
  readonly events: AnyEvent[];
  readonly levels: OpenTrackingLevel[];
  nodes: number;
  linesDone: number;
}

/**
 * Records the result of a bulk operation, slice by slice. Each slice commits its line count, so a
 * killed import resumes after its last commit.
 *
 * @param untilMs monotonic time after which no further slice is started
 */
export async function importBackfill(
  shopId: ShopId,
  backfill: Backfill,
  source: { readonly url: string; readonly currency: string; readonly untilMs: number },
  deps: Deps,
  signal: AbortSignal,
): Promise<BackfillImportOutcome> {
  const response = await fetchResult(source.url);
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    return {
      kind: "unreadable",
      isExpired: response.status >= 400 && response.status < 500,
      reason: `Shopify's file could not be read (status ${response.status})`,
    };
  }
  const lines = skipLines(readLines(response.body), backfill.linesDone);
  const groups = groupBulkLines(lines, {
    linesBefore: backfill.linesDone,
    openParents: OPEN_PARENTS,
  });

  let current = backfill;
  let slice = newSlice(current.linesDone);
  let unreadable: string | null = null;

  async function commit(end: Partial<Backfill> = {}): Promise<boolean> {
    const next = {
      importedCount: current.importedCount + slice.nodes,
      linesDone: slice.linesDone,
      ...end,
    };
    const isOurs = await commitSlice(shopId, current, slice, next, deps);
    current = { ...current, ...next };
    slice = newSlice(current.linesDone);
    return isOurs;
  }

  for await (const group of groups) {
    slice.linesDone = group.linesDone;
    if (group.kind === "unreadable") unreadable ??= group.reason;
    else {
      const translation = eventsFromBulkNode(shopId, backfill.resource, group.node, {
        currency: source.currency,
        now: deps.now(),
      });
      if (translation.kind === "refused") unreadable ??= translation.reason;
      else {
        if (translation.kind === "events") slice.events.push(...translation.events);
        const level = openTrackingLevelOf(group.node.fields);
        if (level) slice.levels.push(level);
        slice.nodes++;
      }
    }
    if (slice.nodes < SLICE_NODES) continue;
    if (!(await commit())) return { kind: "interrupted" };
    if (signal.aborted || Date.now() >= source.untilMs) return { kind: "interrupted" };
  }
  const isOurs = await commit({
    state: "done",
    completedAt: deps.now(),
    attempts: 0,
    reason: unreadable && `Some could not be read, for example: ${unreadable}`,
  });
  return isOurs ? { kind: "done" } : { kind: "interrupted" };
}

async function fetchResult(url: string): Promise<Response> {
  try {
    return await fetch(url);
  } catch (cause) {
    throw new AppError("upstream", "Shopify's file could not be reached", { cause });
  }
}

const newSlice = (linesDone: number): Slice => ({ events: [], levels: [], nodes: 0, linesDone });

/** @returns false, with nothing written, when another worker has advanced the import meanwhile */
async function commitSlice(
  shopId: ShopId,
  current: Backfill,
  { events, levels }: Pick<Slice, "events" | "levels">,
  next: Partial<Backfill>,
  { db, queue, keyring, now }: Deps,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    if (!(await advanceBackfill(tx, shopId, current, next))) return false;
    const { recorded } = await recordEvents(tx, events, { keyring, now });
    await storeTrackingLevels(tx, shopId, levels);
    if (recorded > 0) await queue.announce(tx, shopId, "events_recorded");
    if (next.state === "done" && (await areBackfillsSettled(tx, shopId))) {
      await queue.announce(tx, shopId, "backfill_completed");
    }
    return true;
  });
}

/** Completes an import without objects. */
export async function completeEmptyBackfill(
  shopId: ShopId,
  backfill: Backfill,
  deps: Deps,
): Promise<void> {
  const next = { ...RESET_BACKFILL, state: "done" as const, completedAt: deps.now(), reason: null };
  await commitSlice(shopId, backfill, { events: [], levels: [] }, next, deps);
}
