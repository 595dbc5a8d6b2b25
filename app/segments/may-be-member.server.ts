import { Prisma } from "~/generated/prisma/client";

/** Predicate on `profile`: customers who are neither deleted nor erased. */
export const MAY_BE_MEMBER = Prisma.sql`profile.customer_id is not null
  and profile.deleted_at is null and profile.marketing_state <> 'redacted'`;
