import { beforeEach, describe, expect, test } from "vitest";
import type { BatchOutcome } from "~/delivery/mailer";
import {
  findAccountPause,
  storeAccountRate,
  takeAccountToken,
} from "~/delivery/pace/account-store.server";
import { hoursAgo, SHOP } from "../../support/builders";
import { proveDomain } from "../../support/outbox-stage";
import { useOutbox } from "../../support/use-outbox";

const outbox = useOutbox();
const { drain, at, plan, states } = outbox;
beforeEach(async () => {
  await outbox.db.mailerAccount.deleteMany();
  await outbox.db.sendingIdentity.deleteMany();
});

const minutesFromNow = (minutes: number) => hoursAgo(-minutes / 60);

describe("F7: many concurrent callers", () => {
  test("share the provider's rate limit", async () => {
    // Filled in the far future: no tokens are added during the test, however long it takes.
    const bucket = { tokens: 3, ratePerSecond: 3, refilledAt: new Date("2100-01-01") };
    await outbox.db.mailerAccount.create({ data: { account: "resend/test", ...bucket } });
    const caller = async () => {
      const turns = [];
      for (let n = 0; n < 4; n++) {
        turns.push(await takeAccountToken(outbox.db, "resend/test", 700));
      }
      return turns;
    };
    const turns = (await Promise.all([caller(), caller(), caller(), caller()])).flat();
    const waits = turns.flatMap((turn) => (turn.kind === "go" ? [turn.afterMs] : []));
    const ms = waits.map(Math.round).toSorted((a, b) => a - b);
    expect(ms).toEqual([0, 0, 0, 333, 667]);
    expect(turns.filter(({ kind }) => kind === "wait")).toHaveLength(16 - 5);
  });

  test("of several processes cost few statements, and no more calls than the account allows", async () => {
    const bucket = { tokens: 50, ratePerSecond: 100, refilledAt: new Date("2100-01-01") };
    await outbox.db.mailerAccount.create({ data: { account: "resend/test", ...bucket } });
    let writes = 0;
    // What a process knows and holds belongs to its client.
    const aProcess = () =>
      new Proxy(outbox.db, {
        get(db, name) {
          if (name === "$executeRaw") writes += 1;
          return Reflect.get(db, name) as unknown;
        },
      });
    const callOf = (db: typeof outbox.db) => takeAccountToken(db, "resend/test", 500);
    const one = aProcess();
    const first = await Promise.all(Array.from({ length: 40 }, () => callOf(one)));
    expect(writes).toBeLessThan(12);
    const others = Array.from({ length: 4 }, aProcess);
    const rest = await Promise.all(
      others.flatMap((db) => Array.from({ length: 30 }, () => callOf(db))),
    );
    expect(first.map(({ kind }) => kind)).toEqual(first.map(() => "go"));
    // The tokens in the bucket, and those of the half second that a call waits for.
    const went = [...first, ...rest].filter(({ kind }) => kind === "go");
    expect(went.length).toBeLessThanOrEqual(100);
    // Up to half of what came soon is held by the first process, and lost.
    expect(went.length).toBeGreaterThan(50);
  });

  test("hold no call after a refusal, and the others learn of it with their next call", async () => {
    const bucket = { tokens: 50, ratePerSecond: 100, refilledAt: new Date("2100-01-01") };
    await outbox.db.mailerAccount.create({ data: { account: "resend/test", ...bucket } });
    const other = new Proxy(outbox.db, {});
    await takeAccountToken(other, "resend/test", 0);
    for (let n = 0; n < 4; n++) await takeAccountToken(outbox.db, "resend/test", 0);
    const limited: BatchOutcome = { kind: "rate_limited", retryAfterMs: 60_000 };
    await storeAccountRate(outbox.db, "resend/test", limited);
    for (const db of [outbox.db, other]) {
      expect(await takeAccountToken(db, "resend/test", 0)).toMatchObject({
        kind: "wait",
        reason: "rate_limited",
      });
    }
  });

  test("need no read of the account when its pause was read just before", async () => {
    await takeAccountToken(outbox.db, "resend/test", 0);
    const names: string[] = [];
    const restarted = new Proxy(outbox.db, {
      get(db, name) {
        if (name === "$executeRaw" || name === "$queryRaw") names.push(name);
        return Reflect.get(db, name) as unknown;
      },
    });
    expect(await findAccountPause(restarted, "resend/test")).toBeNull();
    await takeAccountToken(restarted, "resend/test", 5_000);
    expect(names).toEqual(["$queryRaw", "$executeRaw"]);
  });

  test("all pause when one is rate limited, and none is lost", async () => {
    const limited: BatchOutcome = { kind: "quota_exhausted", retryAfterMs: 3_600_000 };
    const own = { ...outbox.deps, mailer: { ...outbox.mailer, account: "resend/test" } };
    await plan("1", "m1");
    await plan("2", "m2");
    await storeAccountRate(outbox.db, "resend/test", limited);
    await drain(own);
    expect(outbox.mailer.calls).toHaveLength(0);
    expect(await states()).toEqual(["planned", "planned"]);
    expect(await findAccountPause(outbox.db, "resend/test")).toMatchObject({
      reason: "quota_exhausted",
    });
    await outbox.db.mailerAccount.updateMany({ data: { restUntil: hoursAgo(9) } });
    await drain(own);
    expect(await states()).toEqual(["sent", "sent"]);
  });

  test("learn the rate from the answers", async () => {
    const answered: BatchOutcome = {
      kind: "answered",
      results: [],
      pace: { perSecond: 50, remaining: 49 },
    };
    await storeAccountRate(outbox.db, "resend/test", answered);
    expect(await outbox.db.mailerAccount.findFirst()).toMatchObject({ ratePerSecond: 50 });
  });
});

describe("a sender that the provider does not accept", () => {
  const refused = (): BatchOutcome => ({ kind: "identity_refused", reason: "not verified" });

  test("backs off longer each time, is retried with one email, and resumes once accepted", async () => {
    for (const n of [1, 2, 3]) await plan(String(n), `m${n}`);
    outbox.mailer.next(refused, refused);
    await drain();
    expect(outbox.mailer.calls.map(({ emails }) => emails.length)).toEqual([3]);

    at(minutesFromNow(14));
    await drain();
    expect(outbox.mailer.calls).toHaveLength(1);

    at(minutesFromNow(16));
    await drain();
    expect(outbox.mailer.calls.map(({ emails }) => emails.length)).toEqual([3, 1]);
    expect(await outbox.db.sendingIdentity.findFirst()).toMatchObject({
      identity: "kettle.example",
      failures: 2,
      openUntil: minutesFromNow(46),
    });

    at(minutesFromNow(47));
    await drain();
    expect(outbox.mailer.calls.map(({ emails }) => emails.length)).toEqual([3, 1, 1, 2]);
    expect(await states()).toEqual(["sent", "sent", "sent"]);
    expect(await outbox.db.sendingIdentity.count()).toBe(0);
  });

  test("does not delay other senders of the shop", async () => {
    await plan("1", "m1");
    outbox.mailer.next(refused);
    await drain();
    await outbox.db.settings.updateMany({
      data: { sending: { senderAddress: "hello@other.example" } },
    });
    await proveDomain(outbox.db, SHOP, "other.example");
    at(minutesFromNow(15));
    await drain();
    expect(await states()).toEqual(["sent"]);
  });
});
