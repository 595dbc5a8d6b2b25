import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { customerIdOf, profileIdOfCustomer, profileIdOfVisitor } from "~/lib/profile-id";
import { customerIdSql, isCustomerSql, profileIdSql } from "~/lib/profile-id-sql.server";
import { openTestDatabase } from "../support/database";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const IDS = ["7001", "c7001", "v7001", "%", ""];

test("SQL and code agree on the profile of a customer", async () => {
  const rows = await database.db.$queryRaw<{ profileId: string }[]>`
    select ${profileIdSql()} as "profileId"
    from unnest(${IDS}::text[]) with ordinality as known (customer_id, place) order by place`;
  expect(rows.map(({ profileId }) => profileId)).toEqual(IDS.map(profileIdOfCustomer));
});

test("SQL and code agree on the customer of a profile", async () => {
  const ids = [...IDS.map(profileIdOfCustomer), ...IDS.map(profileIdOfVisitor)];
  const rows = await database.db.$queryRaw<{ customerId: string | null; isCustomer: boolean }[]>`
    select ${customerIdSql()} as "customerId", ${isCustomerSql()} as "isCustomer"
    from unnest(${ids}::text[]) with ordinality as known (profile_id, place) order by place`;
  expect(rows.map(({ customerId }) => customerId)).toEqual(ids.map(customerIdOf));
  expect(rows.map(({ isCustomer }) => isCustomer)).toEqual(
    ids.map((id) => customerIdOf(id) !== null),
  );
});
