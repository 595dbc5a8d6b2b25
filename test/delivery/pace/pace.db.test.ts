import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { BatchOutcome } from "~/delivery/mailer";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import {
  findAccountRest,
  rememberPace,
  takeAccountTurn,
} from "~/delivery/pace/account-store.server";
import { hoursAgo, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import {
  outboxDeps,
  storePlannedMail,
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
  await deps.db.mailerAccount.deleteMany();
  await deps.db.sendingIdentity.deleteMany();
  await storeSendingShop(deps.db);
});

const { signal } = new AbortController();
const drain = async (deps: OutboxDeps, turns = 6) => {
  for (let more = true, i = 0; more && i < turns; i++) {
    more = (await drainOutboxJob.run(SHOP, deps, signal)).more;
  }
};
const minutesFromNow = (minutes: number) => hoursAgo(-minutes / 60);
const states = async () =>
  (await deps.db.message.findMany({ orderBy: { messageId: "asc" } })).map(({ state }) => state);

describe("F7: many who call at once", () => {
  test("keep together to what the provider allows", async () => {
    const startedMs = performance.now();
    const wentMs: number[] = [];
    const caller = async () => {
      for (let n = 0; n < 4; n++) {
        const turn = await takeAccountTurn(deps.db, "resend/test", 500);
        if (turn.kind === "wait") await pause(turn.retryAfterMs);
        else {
          await pause(turn.afterMs);
          wentMs.push(performance.now());
        }
      }
    };
    await Promise.all([caller(), caller(), caller(), caller()]);
    const seconds = (performance.now() - startedMs) / 1_000;
    expect(wentMs.length).toBeGreaterThan(1);
    expect(wentMs.length).toBeLessThanOrEqual(2 * (seconds + 1));
  });

  test("all rest when one of them was told to, and none is lost", async () => {
    const limited: BatchOutcome = { kind: "quota_exhausted", retryAfterMs: 3_600_000 };
    const own = { ...deps, mailer: { ...deps.mailer, account: "resend/test" } };
    await storePlannedMail(deps, { customerId: "1", messageId: "m1" });
    await storePlannedMail(deps, { customerId: "2", messageId: "m2" });
    await rememberPace(deps.db, "resend/test", limited);
    await drain(own);
    expect(deps.mailer.calls).toHaveLength(0);
    expect(await states()).toEqual(["planned", "planned"]);
    expect(await findAccountRest(deps.db, "resend/test")).toMatchObject({
      reason: "quota_exhausted",
    });
    await deps.db.mailerAccount.updateMany({ data: { restUntil: hoursAgo(9) } });
    await drain(own);
    expect(await states()).toEqual(["sent", "sent"]);
  });

  test("learn the pace from the answers", async () => {
    const answered: BatchOutcome = {
      kind: "answered",
      results: [],
      pace: { perSecond: 50, remaining: 49 },
    };
    await rememberPace(deps.db, "resend/test", answered);
    expect(await deps.db.mailerAccount.findFirst()).toMatchObject({ ratePerSecond: 50 });
  });
});

describe("a sender that the provider does not accept", () => {
  const refused = (): BatchOutcome => ({ kind: "identity_refused", reason: "not verified" });

  test("rests longer each time, is tried with one mail, and goes on when it is accepted", async () => {
    for (const n of [1, 2, 3]) {
      await storePlannedMail(deps, { customerId: String(n), messageId: `m${n}` });
    }
    deps.mailer.next(refused, refused);
    await drain(deps);
    expect(deps.mailer.calls.map(({ mails }) => mails.length)).toEqual([3]);

    deps.now = () => minutesFromNow(14);
    await drain(deps);
    expect(deps.mailer.calls).toHaveLength(1);

    deps.now = () => minutesFromNow(16);
    await drain(deps);
    expect(deps.mailer.calls.map(({ mails }) => mails.length)).toEqual([3, 1]);
    expect(await deps.db.sendingIdentity.findFirst()).toMatchObject({
      identity: "kettle.example",
      failures: 2,
      openUntil: minutesFromNow(46),
    });

    deps.now = () => minutesFromNow(47);
    await drain(deps);
    expect(deps.mailer.calls.map(({ mails }) => mails.length)).toEqual([3, 1, 1, 2]);
    expect(await states()).toEqual(["sent", "sent", "sent"]);
    expect(await deps.db.sendingIdentity.count()).toBe(0);
  });

  test("holds up no other sender of the shop", async () => {
    await storePlannedMail(deps, { customerId: "1", messageId: "m1" });
    deps.mailer.next(refused);
    await drain(deps);
    await deps.db.settings.updateMany({
      data: { sending: { senderAddress: "hello@other.example" } },
    });
    deps.now = () => minutesFromNow(15);
    await drain(deps);
    expect(await states()).toEqual(["sent"]);
  });
});
