import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  replaceWebhookSecret,
  getOrCreateWebhookSecrets,
} from "~/delivery/actions/webhook-secret-store.server";
import { makeWebhookSecret } from "~/delivery/actions/sign-webhook.server";
import { createShop, hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { emptyTables } from "../../support/stored-rows";

const WEEK_HOURS = 7 * 24;
const { keyring } = createTestDeps();
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyTables(database.db);
  await createShop(database.db);
});

const take = (at = NOW) => getOrCreateWebhookSecrets(database.db, SHOP, { keyring, now: () => at });
const replace = (secret = makeWebhookSecret()) =>
  database.db.$transaction((tx) =>
    replaceWebhookSecret(tx, SHOP, { secret, actor: "merchant" }, { keyring, now: () => NOW }),
  );

test("a shop's secret is created once and stays the same", async () => {
  const { current, previous } = await take();
  expect(current).toMatch(/^whsec_.{44}$/);
  expect(previous).toBeNull();
  expect(await take()).toEqual({ current, previous });
});

test("keeps a replaced secret valid for a week and records who replaced it", async () => {
  const { current: old } = await take();
  const until = hoursAgo(-WEEK_HOURS);
  expect(await replace("whsec_new")).toEqual({
    ...{ current: "whsec_new", previous: { secret: old, until } },
  });
  expect((await take(hoursAgo(-WEEK_HOURS + 1))).previous?.secret).toBe(old);
  expect(await take(until)).toEqual({ current: "whsec_new", previous: null });
  expect(await database.db.auditEntry.findMany()).toMatchObject([
    { action: "webhook_secret_replaced", actor: "merchant" },
  ]);
});

test("invalidates the secret before last after a second replacement", async () => {
  const first = await replace();
  const second = await replace();
  expect(second.previous?.secret).toBe(first.current);
});
