import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { EmailPreferences } from "./preferences";

/** Preferences by profile id; profiles without saved preferences are absent. */
export async function listPreferences(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<Map<ProfileId, EmailPreferences>> {
  const rows = await readRows<PreferencesRow>(
    db,
    Prisma.sql`
    select profile.profile_id as "profileId", topics_off as "topicsOff", frequency,
      paused_until as "pausedUntil", language, profiling, open_tracking as "openTracking"
    from profile join email_preference preference
      on preference.shop_id = profile.shop_id and preference.email_index = profile.email_index
    where profile.shop_id = ${shopId} and profile.profile_id = any(${[...profileIds]}::text[])`,
    { pausedUntil: "instant" },
  );
  return new Map(rows.map((row) => [row.profileId, EmailPreferences.parse(row)]));
}

interface PreferencesRow {
  readonly profileId: ProfileId;
  readonly topicsOff: unknown;
  readonly frequency: unknown;
  readonly pausedUntil: Date | null;
  readonly language: string | null;
  readonly profiling: boolean;
  readonly openTracking: boolean;
}

/** The preferences of the first address that has any, or null. */
export async function findPreferences(
  db: Db,
  shopId: ShopId,
  emailIndexes: readonly Uint8Array<ArrayBuffer>[],
): Promise<EmailPreferences | null> {
  for (const emailIndex of emailIndexes) {
    const row = await db.emailPreference.findUnique({
      where: { shopId_emailIndex: { shopId, emailIndex } },
    });
    if (row) return EmailPreferences.parse(row);
  }
  return null;
}

/**
 * Saves an address's preferences. Without consent to profiling
 * existing predictions are deleted at once and no new ones are made.
 */
export async function savePreferences(
  tx: Tx,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
  preferences: EmailPreferences,
  now: Date,
): Promise<void> {
  const chosen = { ...preferences, updatedAt: now };
  await tx.emailPreference.upsert({
    where: { shopId_emailIndex: { shopId, emailIndex } },
    create: { shopId, emailIndex, ...chosen },
    update: chosen,
  });
  if (preferences.profiling) return;
  await tx.$executeRaw`
    delete from prediction using profile
    where prediction.shop_id = ${shopId} and profile.shop_id = ${shopId}
      and profile.profile_id = prediction.profile_id and profile.email_index = ${emailIndex}`;
}
