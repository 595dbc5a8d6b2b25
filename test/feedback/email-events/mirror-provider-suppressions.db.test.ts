import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { changeSuppression } from "~/delivery/suppressions/change-suppressions.server";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { receiveEmailEvent } from "~/feedback/email-events/receive-email-event.server";
import { resendSource } from "~/feedback/email-events/sources/resend-source.server";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import {
  outboxDeps,
  storePlannedEmail,
  storeSendingShop,
  type OutboxDeps,
} from "../../support/outbox-stage";
import { aListedAddress, signedEvent, WEBHOOK_SECRET } from "../../support/resend-events";

let database: Database;
let deps: OutboxDeps;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  await storeSendingShop(deps.db);
});

const receive = (event: unknown) => {
  const { headers, body } = signedEvent(event);
  const webhooks = createWebhookBatcher(deps);
  return receiveEmailEvent(headers, body, {
    ...deps,
    webhooks,
    sources: [resendSource(WEBHOOK_SECRET)],
  });
};
const plan = (customerId: string, messageId: string) =>
  storePlannedEmail(deps, { customerId, messageId });
const email = (messageId: string) =>
  deps.db.messageStatus.findFirstOrThrow({ where: { shopId: SHOP, messageId } });
const drain = async () => {
  const { signal } = new AbortController();
  for (let more = true, turns = 0; more && turns < 20; turns++) {
    more = (await drainOutboxJob.run(SHOP, deps, signal)).more;
  }
};

describe("a suppression from the provider's list", () => {
  test("is added for bounces and manual entries, in every shop about to send", async () => {
    const [gone, typed, cross] = ["1", "2", "3"].map((n) => `customer-${n}@example.com`);
    for (const [email, origin] of [
      [gone, "bounce"],
      [typed, "manual"],
      [cross, "complaint"],
    ]) {
      expect(await receive(aListedAddress("added", email!, origin!))).toEqual({ kind: "stored" });
    }
    for (const n of ["1", "2", "3"]) await plan(n, `m${n}`);
    await drain();
    // The shop whose email caused the complaint gets that email's id; the other shops get nothing.
    expect(deps.mailer.taken.map(({ messageId }) => messageId)).toEqual(["m3"]);
    expect(await deps.db.suppression.findMany({ orderBy: { reason: "asc" } })).toMatchObject([
      { reason: "hard_bounce", scope: "everything", createdAt: NOW, expiresAt: null },
      { reason: "manual", scope: "marketing", note: expect.stringContaining("provider") as string },
    ]);
    expect(JSON.stringify(await deps.db.bouncedAddress.findMany())).not.toContain("@");
  });

  test("stays when the provider removes the address, until a merchant allows it", async () => {
    const address = "customer-1@example.com";
    await receive(aListedAddress("added", address, "manual"));
    await receive(aListedAddress("removed", address, "manual"));
    await plan("1", "m1");
    await drain();
    expect(await email("m1")).toMatchObject({ state: "skipped", reason: "suppressed" });
    await receive(aListedAddress("removed", address, "manual"));
    const [suppression] = await deps.db.suppression.findMany();
    const index = Buffer.from(suppression!.emailIndex).toString("hex");
    const change = { kind: "remove", index, reason: "manual", why: "They wrote" } as const;
    expect(await changeSuppression(SHOP, change, deps)).toEqual({ kind: "changed" });
    await plan("1", "m2");
    await drain();
    expect(await email("m2")).toMatchObject({ state: "sent" });
  });

  test.each([
    ["without an address", { ...aListedAddress("added", "", "bounce") }],
    ["of an origin that is not known", aListedAddress("added", "ada@example.com", "guess")],
  ])("is not added %s", async (_what, event) => {
    expect(await receive(event)).toEqual({ kind: "ignored" });
    expect(await deps.db.bouncedAddress.count()).toBe(0);
  });
});
