import { Prisma } from "~/generated/prisma/client";

/** The rows of `profile` that segments are made of: customers who are neither deleted nor forgotten. */
export const MAY_BE_MEMBER = Prisma.sql`profile.customer_id is not null
  and profile.deleted_at is null and profile.marketing_state <> 'redacted'`;
