import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createLookupCheck } from "../../scripts/check-sql/find-blocked-lookups";
import { migratedPGlite } from "../support/migrated-pglite";

let pglite: PGlite;
let findBlockedLookups: (sql: string) => Promise<string[]>;

beforeAll(async () => {
  const { snapshot } = await migratedPGlite();
  pglite = await PGlite.create({ loadDataDir: new Blob([readFileSync(snapshot)]) });
  findBlockedLookups = await createLookupCheck(pglite);
});
afterAll(() => pglite.close());

const CHANGES = "from event where event.shop_id = $1 and kind = 'order_updated'";

it.each([
  [
    "a join with what a function returns",
    `select 1 from event join "order" known on known.shop_id = $1
       and known.order_id = event.payload->>'orderId' where event.shop_id = $1`,
    "order.order_id",
  ],
  [
    "a subquery's row",
    `select (select name from "order" where "order".shop_id = $1
       and order_id = event.payload->>'orderId') ${CHANGES}`,
    "order.order_id",
  ],
  [
    "a computed key",
    `select 1 from event join profile on profile.shop_id = $1
       and 'c' || event.customer_id = profile.profile_id where event.shop_id = $1`,
    "profile.profile_id",
  ],
])("finds %s", async (_what, sql, key) => {
  expect(await findBlockedLookups(sql)).toEqual([
    expect.stringMatching(`^${key} is not looked up`),
  ]);
});

it.each([
  [
    "a column of a materialized part",
    `with changed as materialized (select payload->>'orderId' as id ${CHANGES})
     select 1 from changed join "order" known on known.shop_id = $1 and known.order_id = changed.id`,
  ],
  [
    "a column of a function's rows",
    `select 1 from jsonb_to_recordset($2::jsonb) as incoming ("orderId" text)
     join "order" known on known.shop_id = $1 and known.order_id = "orderId"`,
  ],
  [
    "a condition on a column that no index begins with",
    "select 1 from audit_entry where shop_id = $1 and detail->>'orderId' = $2",
  ],
  ["a statement across shops", "select mailbox from inbound_mailbox where mailbox = lower($1)"],
])("accepts %s", async (_what, sql) => {
  expect(await findBlockedLookups(sql)).toEqual([]);
});
