import { Prisma } from "~/generated/prisma/client";

/**
 * Profiles that may be scored and learned from: customers who are not deleted or erased and did not
 * opt out of profiling on the preference page.
 */
export const MAY_BE_SCORED = Prisma.sql`profile.customer_id is not null
  and profile.deleted_at is null and profile.marketing_state <> 'redacted'
  and not exists (select 1 from email_preference preference
    where preference.shop_id = profile.shop_id and preference.email_index = profile.email_index
      and not preference.profiling)`;
