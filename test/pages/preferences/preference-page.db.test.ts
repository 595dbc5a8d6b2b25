import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { choosePreferences, findPreferencePage } from "~/pages/preferences/preference-page.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { exportCustomer } from "~/privacy/export-customer.server";
import { openTestDatabase } from "../../support/database";
import { SHOP } from "../../support/builders";
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
  await storePlannedEmail(deps, { customerId: "1", messageId: "m1" });
});

const token = (profileId = "c1") => deps.keyring.signLink("preferences", `${SHOP}/${profileId}/m1`);
const choose = (form: Record<string, string>, link = token()) =>
  choosePreferences(link, new URLSearchParams(form), deps);
const ALL = { profiling: "on", openTracking: "on", frequency: "usual", pause: "none" };
const drain = () => drainOutboxJob.run(SHOP, deps, new AbortController().signal);
const email = () => deps.db.messageStatus.findFirstOrThrow({ where: { messageId: "m1" } });

describe("the preference page", () => {
  test("is linked in the footer of every email", async () => {
    await drain();
    const { html, text } = deps.mailer.taken[0]!;
    const link = /https:\/\/mail\.kettle\.example\/p\/([^"\s]+)/;
    expect(await findPreferencePage(link.exec(html)![1]!, deps)).toMatchObject({
      look: { shopName: "Kettle & Co" },
      chosen: { frequency: "usual" },
    });
    expect(text).toMatch(link);
  });

  test("shows only a masked address", async () => {
    const page = await findPreferencePage(token(), deps);
    expect(page?.maskedAddress).toMatch(/^.•••@.•••\.com$/);
    expect(JSON.stringify(page)).not.toContain("@example");
  });

  test("opens only with its own links", async () => {
    const other = deps.keyring.signLink("unsubscribe", `${SHOP}/c1/m1`);
    for (const link of [other, "", "a.b.c", `${token()}x`]) {
      expect(await findPreferencePage(link, deps)).toBeNull();
      expect(await choose(ALL, link)).toBeNull();
    }
    expect(await deps.db.emailPreference.count()).toBe(0);
  });

  test("does not unsubscribe with its own link", () => {
    expect(deps.keyring.openLink("unsubscribe", token())).toBeNull();
  });

  test("stores the choices and updates them", async () => {
    await choose({ ...ALL, frequency: "weekly", language: "de" });
    await choose({ frequency: "monthly", pause: "30", language: "" });
    expect((await findPreferencePage(token(), deps))?.chosen).toMatchObject({
      topicsOff: ["reminders", "ideas", "news"],
      frequency: "monthly",
      language: null,
      profiling: false,
      openTracking: false,
    });
    expect(await deps.db.emailPreference.count()).toBe(1);
  });
});

describe("saved preferences", () => {
  test("apply to an email that was planned earlier", async () => {
    await choose({ ...ALL, topic: "ideas" });
    await drain();
    expect(await email()).toMatchObject({ state: "skipped", reason: "topic_off" });
    expect(deps.mailer.taken).toHaveLength(0);
  });

  test("defer emails for a pause", async () => {
    await choose({ ...ALL, topic: "reminders", pause: "14" });
    await drain();
    expect(await email()).toMatchObject({ state: "skipped", reason: "paused_by_customer" });
  });

  test("omit the tracking pixel in a shop that tracks opens", async () => {
    const settings = { senderAddress: "hello@kettle.example", tracksOpens: true };
    await deps.db.settings.updateMany({ data: { sending: settings } });
    await storePlannedEmail(deps, { customerId: "2", messageId: "m2" });
    await choose({ profiling: "on", topic: "reminders", frequency: "usual", pause: "none" });
    await drain();
    const counted = deps.mailer.taken.filter(({ html }) => html.includes("/o/"));
    expect(deps.mailer.taken).toHaveLength(2);
    expect(counted.map(({ messageId }) => messageId)).toEqual(["m2"]);
  });

  test("end predictions at once when the customer declines profiling", async () => {
    await deps.db.prediction.create({
      data: {
        shopId: SHOP,
        profileId: "c1",
        computedAt: deps.now(),
        modelVersions: {},
        grade: "D",
        detail: {},
      },
    });
    await choose({ frequency: "usual" });
    expect(await deps.db.prediction.count()).toBe(0);
  });

  test("are included in a data request and removed by an erasure", async () => {
    await choose({ ...ALL, frequency: "weekly" });
    const person = { customerId: "1", emailIndex: null, orderIds: [] };
    expect((await exportCustomer(deps.db, SHOP, person, deps)).preferences).toMatchObject([
      { frequency: "weekly" },
    ]);
    await eraseCustomer(SHOP, { ...person, requestKey: "r1", email: null }, deps);
    expect(await deps.db.emailPreference.count()).toBe(0);
    expect(await findPreferencePage(token(), deps)).toMatchObject({ maskedAddress: null });
    await choose(ALL);
    expect(await deps.db.emailPreference.count()).toBe(0);
  });
});
