import { Prisma } from "~/generated/prisma/client";

/**
 * The rows of `profile` whose habits may be learned from and spoken of: customers who are neither
 * deleted nor forgotten. Whoever objects to being profiled is to be left out here, and nowhere else.
 */
export const MAY_BE_SCORED = Prisma.sql`profile.customer_id is not null
  and profile.deleted_at is null and profile.marketing_state <> 'redacted'`;
