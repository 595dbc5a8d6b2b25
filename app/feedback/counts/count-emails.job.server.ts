import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { addEmailSums, addPickSums } from "./add-sums";
import {
  listMarkedDays,
  saveDay,
  selectShopsWithDueCounts,
  type MarkedDay,
} from "./count-store.server";
import { sumEmails, sumPicks, type EmailSums, type PickSums } from "./email-sums-store.server";

const SLICE_DAYS = 5;
/** Some tenths of a second, also for emails that are no longer in memory. */
const SLICE_EMAILS = 20_000;

/**
 * Counts the results of each day's messages, so that reports never read messages. A changed day is recounted as a whole, so
 * the counts always match the rows. It is read slice by slice, outside of a transaction: a campaign to all customers of a
 * large shop takes longer than a transaction may. What changes meanwhile marks the day again.
 */
export const countEmailsJob = defineJob<{ readonly db: PrismaClient }>({
  name: "feedback.count-emails",
  selectDueShops: selectShopsWithDueCounts,

  run: (shopId, { db }, signal) => countMarkedDays(db, shopId, SLICE_EMAILS, signal),
});

/** @param emails maximum number of emails in a slice */
export async function countMarkedDays(
  db: PrismaClient,
  shopId: ShopId,
  emails: number,
  signal: AbortSignal,
): Promise<{ readonly more: boolean }> {
  const marked = await listMarkedDays(db, shopId, { days: SLICE_DAYS, emails });
  for (const day of marked) {
    const sums = await sumDay(db, shopId, day, signal);
    if (sums === null) return { more: true };
    await db.$transaction((tx) => saveDay(tx, shopId, day, sums));
  }
  return { more: marked.length === SLICE_DAYS };
}

/** @returns null: the process stops */
async function sumDay(
  db: PrismaClient,
  shopId: ShopId,
  { day, slices }: MarkedDay,
  signal: AbortSignal,
) {
  const emails: EmailSums[] = [];
  const picks: PickSums[] = [];
  for (const slice of slices) {
    if (signal.aborted) return null;
    emails.push(...(await sumEmails(db, shopId, day, slice)));
    picks.push(...(await sumPicks(db, shopId, day, slice)));
  }
  return { emails: addEmailSums(emails), picks: addPickSums(picks) };
}
