import { transactDespiteConflicts } from "~/db-conflicts.server";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import type { AnyEvent } from "../event";
import { applyLifecycle, type LifecycleDeps } from "../lifecycle/apply-lifecycle.server";
import { recordEvents } from "../event-store.server";
import type { LifecycleTranslation } from "../from-shopify/lifecycle";
import {
  dropInboxEntry,
  selectShopsWithDueEntries,
  settleInboxEntries,
  type ClaimedEntry,
  type Settled,
  nextEntryTimes,
} from "./inbox-claims.server";
import { translateEntry } from "./translate-entry.server";
import { releaseFailedEntry, processInboxSlice } from "./process-slice.server";

type Deps = LifecycleDeps;

const FAILED = { log: "webhook could not be worked", reason: "it could not be recorded" };

/**
 * Turns received webhooks into events and applies lifecycle webhooks. A slice commits together; if
 * that fails, each entry commits separately, so that one bad entry cannot block the others.
 */
export const drainInboxJob = defineJob<Deps>({
  name: "events.drain-inbox",
  hasKnownPlans: true,
  selectDueShops: (now) => selectShopsWithDueEntries(now, "shopify"),
  nextDueTimes: nextEntryTimes,

  async run(shopId, deps, signal) {
    return processInboxSlice(
      shopId,
      {
        from: "shopify",
        processBatch: (entries) => processBatch(shopId, entries, deps),
        processOne: (entry) => processEntry(shopId, entry, deps),
      },
      deps,
      signal,
    );
  },
});

interface Translated {
  readonly entry: ClaimedEntry;
  readonly translation: LifecycleTranslation;
}

async function processBatch(
  shopId: ShopId,
  entries: readonly ClaimedEntry[],
  deps: Deps,
): Promise<void> {
  const translated: Translated[] = [];
  for (const entry of entries) {
    try {
      translated.push({ entry, translation: translateEntry(shopId, entry, deps) });
    } catch (error) {
      await releaseFailedEntry(shopId, entry, error, FAILED, deps);
    }
  }
  const lifecycleEntries = translated.filter(({ translation }) => translation.kind === "lifecycle");
  const eventEntries = translated.filter(({ translation }) => translation.kind !== "lifecycle");
  try {
    await settleBatch(shopId, eventEntries, deps);
  } catch {
    // Processing them one by one isolates the failing entry.
    for (const { entry } of eventEntries) await processEntry(shopId, entry, deps);
  }
  for (const { entry } of lifecycleEntries) await processEntry(shopId, entry, deps);
}

async function processEntry(shopId: ShopId, entry: ClaimedEntry, deps: Deps): Promise<void> {
  try {
    const translation = translateEntry(shopId, entry, deps);
    if (translation.kind !== "lifecycle") {
      await settleBatch(shopId, [{ entry, translation }], deps);
      return;
    }
    const { lifecycle } = translation;
    const reason = await applyLifecycle(shopId, lifecycle, entry.webhookId, deps);
    await deps.db.$transaction((tx) =>
      entry.shop
        ? settleInboxEntries(tx, shopId, [
            // A privacy request's personal data is purged once it is fulfilled.
            { entry, state: "done", reason, purgeBody: true },
          ])
        : // Keep nothing unnecessary about a shop without the app.
          dropInboxEntry(tx, shopId, entry),
    );
  } catch (error) {
    await releaseFailedEntry(shopId, entry, error, FAILED, deps);
  }
}

async function settleBatch(
  shopId: ShopId,
  translated: readonly Translated[],
  { db, keyring, queue, now }: Deps,
): Promise<void> {
  if (translated.length === 0) return;
  const events = translated.flatMap(({ translation }) =>
    translation.kind === "events" ? translation.events : [],
  );
  await transactDespiteConflicts(db, async (tx) => {
    const { recorded, erased } = await recordEvents(tx, events, { keyring, now });
    await settleInboxEntries(
      tx,
      shopId,
      translated.map((it) => settled(it, erased)),
    );
    if (recorded > 0) await queue.announce(tx, shopId, "events_recorded");
  });
}

/** @param erased events of erased customers: their webhook bodies are purged, too */
function settled({ entry, translation }: Translated, erased: ReadonlySet<AnyEvent>): Settled {
  const isRefused = translation.kind === "refused";
  return {
    entry,
    state: isRefused ? "refused" : "done",
    reason: isRefused || translation.kind === "ignored" ? translation.reason : null,
    purgeBody:
      translation.kind === "ignored" ||
      entry.shop === null ||
      entry.shop.uninstalledAt !== null ||
      (translation.kind === "events" && translation.events.some((it) => erased.has(it))),
  };
}
