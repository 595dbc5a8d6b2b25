import { Prisma } from "~/generated/prisma/client";

/** `profileIdOfCustomer` as SQL. @param customerId a column or another constant expression */
export function profileIdSql(customerId = "customer_id"): Prisma.Sql {
  return Prisma.raw(`('c' || ${customerId})`);
}

/** Whether a profile is a customer's, as SQL. @param profileId a column */
export function isCustomerSql(profileId = "profile_id"): Prisma.Sql {
  return Prisma.raw(`${profileId} like 'c%'`);
}

/** `customerIdOf` as SQL. @param profileId a column */
export function customerIdSql(profileId = "profile_id"): Prisma.Sql {
  return Prisma.raw(`(case when ${profileId} like 'c%' then substr(${profileId}, 2) end)`);
}
