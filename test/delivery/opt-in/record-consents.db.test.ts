import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { foldLedger } from "~/delivery/consents/consent-ledger";
import { listConsents } from "~/delivery/consents/consent-store.server";
import { recordConsentsJob } from "~/delivery/opt-in/record-consents.job.server";
import { choosePreferences } from "~/pages/preferences/preference-page.server";
import { importSuppressions } from "~/pages/suppressions/import-suppressions.server";
import { recordSuppressions } from "~/delivery/suppressions/suppression-store.server";
import type { AnyEvent } from "~/events/event";
import { advanceCursor, findLastSeq, recordEvents } from "~/events/event-store.server";
import { unsubscribe } from "~/feedback/unsubscribe.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { dueShopsOf } from "../../support/due-shops";
import {
  outboxDeps,
  storePlannedEmail,
  storeSendingShop,
  type OutboxDeps,
} from "../../support/outbox-stage";

let database: Database;
let deps: OutboxDeps;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  await storeSendingShop(deps.db);
  await deps.db.emailPreference.deleteMany();
  await deps.db.consentEntry.deleteMany();
  await storePlannedEmail(deps, { customerId: "1", messageId: "m1" });
});

const EMAIL = "customer-1@example.com";
const lines = () =>
  deps.db.consentEntry.findMany({
    orderBy: [{ at: "asc" }, { purpose: "asc" }],
    select: { purpose: true, kind: true, source: true, at: true, optIn: true },
  });

/** Shopify events, as from the webhook and the back-fill. */
const receive = (
  ...changes: (readonly [state: "subscribed" | "unsubscribed" | "pending", days: number])[]
) =>
  recordEvents(
    deps.db,
    changes.map(([marketingState, days]): AnyEvent => ({
      shopId: SHOP,
      source: "shopify",
      sourceId: `consent/1/${days}/${marketingState}`,
      kind: "consent_changed",
      customerId: "1",
      occurredAt: daysAgo(days),
      payload: { marketingState, optIn: "confirmed_opt_in", changedAt: daysAgo(days) },
      personal: null,
    })),
    deps,
  );

async function keep() {
  await advanceCursor(deps.db, SHOP, "profiles", await findLastSeq(deps.db, SHOP));
  await recordConsentsJob.run(SHOP, deps, new AbortController().signal);
}

describe("the consent ledger", () => {
  test("records a consent from Shopify once", async () => {
    await receive(["subscribed", 9], ["pending", 8]);
    await keep();
    await deps.db.cursor.deleteMany({ where: { consumer: "consents" } });
    await receive(["subscribed", 9]);
    await keep();
    expect(await lines()).toEqual([
      {
        purpose: "marketing",
        kind: "given",
        source: "shopify",
        at: daysAgo(9),
        optIn: "confirmed_opt_in",
      },
    ]);
    expect(await dueShopsOf(recordConsentsJob, deps.db, NOW)).toEqual([]);
  });

  test("ends in the latest state for any order of events", async () => {
    await receive(["unsubscribed", 5], ["subscribed", 9]);
    await keep();
    const emailIndex = deps.keyring.blindIndex(SHOP, EMAIL);
    const state = async () =>
      foldLedger(await listConsents(deps.db, SHOP, emailIndex, "marketing"), NOW);
    expect(await state()).toEqual({ state: "withdrawn", since: daysAgo(5) });
    await receive(["subscribed", 2]);
    await keep();
    expect(await state()).toMatchObject({ state: "subscribed", optIn: "confirmed_opt_in" });
  });

  test("records an unsubscribe through an email's link", async () => {
    await unsubscribe(deps.keyring.signLink("unsubscribe", `${SHOP}/c1/m1`), deps);
    await keep();
    expect(await lines()).toMatchObject([
      { purpose: "marketing", kind: "withdrawn", source: "unsubscribe_link", at: NOW },
    ]);
  });

  test("records only changed preferences", async () => {
    const token = deps.keyring.signLink("preferences", `${SHOP}/c1/m1`);
    const choose = (form: string) => choosePreferences(token, new URLSearchParams(form), deps);
    const topics = "topic=reminders&topic=ideas&frequency=weekly";
    await choose(`${topics}&openTracking=on`);
    await choose(`${topics}&openTracking=on`);
    deps.now = () => daysAgo(-1);
    await choose(`${topics}&topic=news&profiling=on&openTracking=on`);
    expect((await lines()).map(({ purpose, kind, source }) => [purpose, kind, source])).toEqual([
      ["news", "withdrawn", "preference_page"],
      ["profiling", "withdrawn", "preference_page"],
      ["news", "given", "preference_page"],
      ["profiling", "given", "preference_page"],
    ]);
  });

  test("records imported unsubscribes and complaints, not bounces", async () => {
    const file =
      "email,reason\na@example.com,unsubscribe\nb@example.com,hard bounce\nc@example.com,manual";
    const read = () => importSuppressions(SHOP, chunksOf(file), deps);
    await read();
    await read();
    await deps.db.$transaction((tx) =>
      recordSuppressions(
        tx,
        SHOP,
        [
          {
            address: EMAIL,
            reason: "complaint",
            messageId: "m1",
            createdAt: daysAgo(1),
            note: null,
            expiresAt: null,
            nextRunAt: null,
          },
        ],
        deps,
      ),
    );
    expect(await lines()).toMatchObject([
      { kind: "withdrawn", source: "complaint", at: daysAgo(1) },
      { kind: "withdrawn", source: "import", at: NOW },
    ]);
  });

  test("keeps anonymized entries after an erasure", async () => {
    await receive(["subscribed", 9]);
    await keep();
    const person = { customerId: "1", emailIndex: null, orderIds: [] };
    await eraseCustomer(SHOP, { ...person, requestKey: "r1", email: EMAIL }, deps);
    const kept = await deps.db.consentEntry.findMany();
    expect(kept).toMatchObject([{ emailIndex: null, kind: "given" }]);
    expect(JSON.stringify(kept)).not.toContain("consent/1");
  });
});

async function* chunksOf(text: string) {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}
