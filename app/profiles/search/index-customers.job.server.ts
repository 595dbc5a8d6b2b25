import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { markDone, selectShopsDueToday, nextDayTime } from "~/jobs/schedule-store.server";
import type { ProfileId } from "~/lib/profile-id";
import type { Keyring } from "~/privacy/keyring.server";
import { Contact, contactLocation } from "../contact";
import { replaceSearchTokens } from "./search-token-store.server";
import { SEARCH_VERSION } from "./search-words";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "open" | "searchToken">;
  readonly now: () => Date;
}

const TASK = "profiles.index-customers";
const SLICE_CUSTOMERS = 250;

/**
 * Indexes customers who were stored before the search, or for an earlier version of it, once a day. Each slice commits,
 * so the job resumes where it stopped. New and changed customers are indexed when they are projected.
 */
export const indexCustomersJob = defineJob<Deps>({
  name: TASK,
  selectDueShops: (now) => selectShopsDueToday(TASK, now),
  nextDueTimes: (now) => [nextDayTime(TASK, now)],

  async run(shopId, { db, keyring, now }) {
    const count = await db.$transaction(async (tx) => {
      // The lock serializes this with a concurrent projection or erasure.
      const rows = await tx.$queryRaw<{ profileId: ProfileId; sealedContact: Uint8Array }[]>`
        select profile_id as "profileId", sealed_contact as "sealedContact" from profile
        where shop_id = ${shopId} and search_version <> ${SEARCH_VERSION}
          and sealed_contact is not null
        order by profile_id limit ${SLICE_CUSTOMERS} for update`;
      const customers = rows.map(({ profileId, sealedContact }) => ({
        profileId,
        contact: Contact.parse(
          JSON.parse(keyring.open(sealedContact, contactLocation(shopId, profileId))),
        ),
      }));
      await replaceSearchTokens(tx, shopId, customers, { keyring });
      await tx.profile.updateMany({
        where: { shopId, profileId: { in: rows.map(({ profileId }) => profileId) } },
        data: { searchVersion: SEARCH_VERSION },
      });
      return rows.length;
    });
    if (count === SLICE_CUSTOMERS) return { more: true };
    await markDone(db, shopId, TASK, now());
    return { more: false };
  },
});
