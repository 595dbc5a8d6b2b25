import { EMAIL_TOPIC } from "~/events/inbox/email-topic";
import {
  selectShopsWithDueEntries,
  settleInboxEntries,
  type ClaimedEntry,
  type Settled,
  nextEntryTimes,
} from "~/events/inbox/inbox-claims.server";
import { releaseFailedEntry, processInboxSlice } from "~/events/inbox/process-slice.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { ErasureDeps } from "~/privacy/erase-customer.server";
import type { Keyring } from "~/privacy/keyring.server";
import { recordConfirmationEvents } from "./confirmation-event-store.server";
import { applyEmailEvents, handleFailures } from "./apply-email-events.server";
import { translateReport, type TranslatedEmailEvent } from "./translate-report";
import { isReportingProvider, readReport } from "./reports/read-report";
import { listErasedRecipients, recordEmailEvents } from "./email-event-store.server";

interface Deps extends ErasureDeps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly log: Pick<Log, "warn">;
}

const FAILED = { log: "email event not applied", reason: "it could not be applied" };

/**
 * Applies provider events to messages and suppressions. Entries of a slice commit together; if that fails
 * each is applied alone, so that one bad entry does not block the others.
 */
export const applyEmailEventsJob = defineJob<Deps>({
  name: "feedback.apply-email-events",
  selectDueShops: (now) => selectShopsWithDueEntries(now, "provider"),
  nextDueTimes: nextEntryTimes,

  async run(shopId, deps, signal) {
    return processInboxSlice(
      shopId,
      {
        from: "provider",
        processBatch: (entries) => applyTogether(shopId, entries, deps),
        processOne: (entry) => applyAlone(shopId, entry, deps),
      },
      deps,
      signal,
    );
  },
});

async function applyTogether(
  shopId: ShopId,
  entries: readonly ClaimedEntry[],
  deps: Deps,
): Promise<void> {
  try {
    await apply(shopId, entries, deps);
  } catch {
    // Applying each alone shows which one failed and why.
    for (const entry of entries) await applyAlone(shopId, entry, deps);
  }
}

async function applyAlone(shopId: ShopId, entry: ClaimedEntry, deps: Deps): Promise<void> {
  try {
    await apply(shopId, [entry], deps);
  } catch (error) {
    await releaseFailedEntry(shopId, entry, error, FAILED, deps);
  }
}

async function apply(shopId: ShopId, entries: readonly ClaimedEntry[], deps: Deps): Promise<void> {
  if (entries.length === 0) return;
  const { db, now } = deps;
  const translated = entries.map((entry) => ({
    entry,
    translation: translate(shopId, entry, deps),
  }));
  const events = translated.flatMap(({ translation }) =>
    translation.kind === "event" ? [translation.event] : [],
  );
  const at = now();
  await db.$transaction(async (tx) => {
    const unknown = await recordEmailEvents(tx, shopId, events, at);
    const ours = events.filter(({ messageId }) => !unknown.has(messageId));
    await applyEmailEvents(tx, shopId, ours, at, deps);
    const erased = await listErasedRecipients(tx, shopId, ours);
    const others = events.filter(({ messageId }) => unknown.has(messageId));
    const confirmations = await recordConfirmationEvents(tx, shopId, others, deps);
    await handleFailures(tx, shopId, confirmations, at, deps);
    const strangers = new Set(unknown);
    for (const { messageId } of confirmations) strangers.delete(messageId);
    await settleInboxEntries(
      tx,
      shopId,
      translated.map(({ entry, translation }) => settled(entry, translation, strangers, erased)),
    );
  });
}

/** @throws AppError when the body cannot be opened */
function translate(
  shopId: ShopId,
  { webhookId, topic, receivedAt, sealedBody }: ClaimedEntry,
  { keyring }: Pick<Deps, "keyring">,
): TranslatedEmailEvent {
  if (!sealedBody) return { kind: "refused", reason: "its body is not kept any more" };
  const place = { table: "inbox_entry", column: "sealed_body", shopId, row: webhookId };
  const body: unknown = JSON.parse(keyring.open(sealedBody, place));
  const provider = topic.slice(EMAIL_TOPIC.length);
  if (!isReportingProvider(provider)) return { kind: "refused", reason: "its provider is unknown" };
  const report = readReport(provider, body);
  return translateReport(webhookId.slice(EMAIL_TOPIC.length), report, receivedAt);
}

function settled(
  entry: ClaimedEntry,
  translation: TranslatedEmailEvent,
  strangers: ReadonlySet<string>,
  erased: ReadonlyMap<string, string>,
): Settled {
  const end = { entry, purgeBody: true };
  if (translation.kind !== "event") {
    return {
      ...end,
      state: translation.kind === "refused" ? "refused" : "done",
      reason: translation.reason,
    };
  }
  return strangers.has(translation.event.messageId)
    ? { ...end, state: "refused", reason: "the shop has no such email" }
    : { ...end, state: "done", reason: null, purgeBody: erased.has(translation.event.messageId) };
}
