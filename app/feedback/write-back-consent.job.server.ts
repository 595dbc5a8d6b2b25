import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { marketingConsentUpdate, OptInLevel } from "~/shopify/operations/marketing-consent";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { decideWriteBack } from "./plan-write-back";
import {
  claimWriteBacks,
  selectShopsWithDueWriteBacks,
  postponeWriteBacks,
  settleWriteBack,
  type DueWriteBack,
  nextWriteBackTimes,
} from "./write-back-store.server";

interface Deps extends AdminDeps {
  readonly now: () => Date;
}

const SLICE_ROWS = 20;

/**
 * Reports unsubscribes through our links to Shopify, so that other apps do not email these customers. Our own
 * email does not depend on it, because of the suppression. Idempotent: the echoing webhook is an event of the
 * same time and state.
 */
export const writeBackConsentJob = defineJob<Deps>({
  name: "feedback.write-back-consent",
  selectDueShops: selectShopsWithDueWriteBacks,
  nextDueTimes: nextWriteBackTimes,

  async run(shopId, deps, signal) {
    const { db, now } = deps;
    if (!(await findInstalledShop(db, shopId))) return { more: false };
    const due = await claimWriteBacks(db, shopId, now(), SLICE_ROWS);
    for (const [i, writeBack] of due.entries()) {
      if (signal.aborted) return { more: true };
      const obstacle = await writeBackOne(shopId, writeBack, deps);
      if (obstacle === null) continue;
      await postponeWriteBacks(db, shopId, due.slice(i), obstacle, now());
      return { more: false };
    }
    return { more: due.length === SLICE_ROWS };
  },
});

/** @returns why Shopify cannot be reached for the shop; null if it can */
async function writeBackOne(
  shopId: ShopId,
  writeBack: DueWriteBack,
  deps: Deps,
): Promise<string | null> {
  const { db, now, log } = deps;
  const decision = decideWriteBack(writeBack);
  if (decision.kind === "skip") {
    await settleWriteBack(db, shopId, writeBack, { lastError: decision.reason });
    return null;
  }
  try {
    await updateConsent(shopId, decision, writeBack.unsubscribedAt, deps);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { codes } = error.context;
    const reason = codes === undefined ? error.code : `refused: ${codes}`;
    log.warn({ shopId, reason, attempts: writeBack.attempts }, "consent was not synced to Shopify");
    if (codes !== undefined) {
      // Shopify rejected the input: a retry would fail the same way.
      await settleWriteBack(db, shopId, writeBack, { lastError: reason });
      return null;
    }
    return reason;
  }
  await settleWriteBack(db, shopId, writeBack, { writtenBackAt: now() });
  return null;
}

async function updateConsent(
  shopId: ShopId,
  { customerId, optIn }: { readonly customerId: CustomerId; readonly optIn: string | null },
  unsubscribedAt: Date,
  deps: Deps,
): Promise<void> {
  const level = OptInLevel.safeParse(optIn?.toUpperCase());
  await adminGraphql(
    shopId,
    marketingConsentUpdate,
    {
      input: {
        customerId: `gid://shopify/Customer/${customerId}`,
        emailMarketingConsent: {
          marketingState: "UNSUBSCRIBED",
          ...(level.success && { marketingOptInLevel: level.data }),
          consentUpdatedAt: unsubscribedAt.toISOString(),
        },
      },
    },
    deps,
  );
}
