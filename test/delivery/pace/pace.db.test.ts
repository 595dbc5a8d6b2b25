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
    const bucket = { tokens: 5, ratePerSecond: 5, refilledAt: new Date("2100-01-01") };
    await outbox.db.mailerAccount.create({ data: { account: "resend/test", ...bucket } });
    const caller = async () => {
      const turns = [];
      for (let n = 0; n < 4; n++) {
        turns.push(await takeAccountToken(outbox.db, "resend/test", 500));
      }
      return turns;
    };
    const turns = (await Promise.all([caller(), caller(), caller(), caller()])).flat();
    const waits = turns.flatMap((turn) => (turn.kind === "go" ? [turn.afterMs] : []));
    expect(waits.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 200, 400]);
    expect(turns.filter(({ kind }) => kind === "wait")).toHaveLength(16 - 7);
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
