import { afterEach, beforeEach, describe, expect } from "vitest";
import type { Mailer } from "~/delivery/mailer";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { hoursAgo } from "../support/builders";
import { startLocalResend, type LocalResend } from "../support/local-resend";
import type { OutboxDeps } from "../support/outbox-stage";
import { overSeeds, type Draw } from "../support/over-seeds";
import { storeProfile } from "../support/stored-rows";
import { useOutbox } from "../support/use-outbox";
import { dyingDatabase } from "./dying-database";
import { expectEachOnce } from "./expect-each-once";
import { PROVIDER_FAULTS } from "./worker-stage";

const outbox = useOutbox();
const { drain, messages } = outbox;
let provider: LocalResend;
beforeEach(async () => {
  provider = await startLocalResend();
});
afterEach(() => provider.close());

type Worker = Omit<OutboxDeps, "mailer"> & { readonly mailer: Mailer };
/**
 * Without a provider account, since rate limits are tested elsewhere. Calls time out soon, except the last ones,
 * which must all arrive.
 */
const toProvider = (timeoutMs = 60): Mailer => {
  const { account: _, ...mailer } = resendMailer({
    apiKey: "re_test",
    baseUrl: provider.url,
    timeoutMs,
  });
  return mailer;
};
/** Passes later than any lease and any retry delay. */
const ROUND_HOURS = 1.1;
const ROUNDS = 12;

/** @returns the ids of emails to addresses that the provider refuses */
async function plan(emails: number, badRate: number, draw: Draw): Promise<string[]> {
  const bad: string[] = [];
  for (let i = 1; i <= emails; i++) {
    if (draw.chance(badRate)) {
      bad.push(`m${i}`);
      const contact = { firstName: "Ada", email: `customer-${i}@refused.example` };
      await storeProfile(outbox.db, outbox.deps.keyring, String(i), { contact, countryCode: "GB" });
    }
    await outbox.plan(String(i), `m${i}`);
  }
  return bad;
}

/** Continues at later times until nothing is pending. */
async function finish(worker: Worker, from = 1): Promise<void> {
  for (let round = from; round < from + ROUNDS; round++) {
    await drain({ ...worker, now: () => hoursAgo(-ROUND_HOURS * round) });
    const onItsWay = { state: { in: ["planned", "sending"] } };
    if ((await outbox.db.messageStatus.count({ where: onItsWay })) === 0) return;
  }
}

async function expectFailed(bad: readonly string[]): Promise<void> {
  const failed = await outbox.db.messageStatus.findMany({
    where: { state: "failed" },
    orderBy: { messageId: "asc" },
  });
  expect(failed.map(({ messageId }) => messageId)).toEqual(bad.toSorted());
  expect(new Set(failed.map(({ reason }) => reason))).toEqual(
    new Set(bad.length > 0 ? ["refused_by_provider"] : []),
  );
  await outbox.db.messageKey.deleteMany({ where: { outcome: { state: "failed" } } });
}

class Killed extends Error {}
const kill = () => Promise.reject(new Killed("killed"));

describe("any answer of a provider", () => {
  overSeeds(
    "F1, F2, F4, F5, F8: wherever workers die, good emails are taken once and bad ones fail with a reason",
    { usual: 6 },
    async (draw) => {
      const emails = draw.between(1, 40);
      const bad = await plan(emails, draw.of([0, 0.1, 0.5]), draw);
      const worker: Worker = { ...outbox.deps, mailer: toProvider() };
      const rounds = draw.between(1, 4);
      for (let round = 0; round < rounds; round++) {
        if (draw.chance(0.7)) provider.fail(draw.of(PROVIDER_FAULTS));
        const death = {
          transaction: draw.between(1, 5),
          when: draw.of(["before", "after"] as const),
        };
        const db = draw.chance(0.7) ? dyingDatabase(outbox.db, death, kill) : outbox.db;
        const now = () => hoursAgo(-ROUND_HOURS * round);
        await drain({ ...worker, db, now }).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
      }
      await finish({ ...worker, mailer: toProvider(2_000) }, rounds);
      await expectFailed(bad);
      await expectEachOnce(outbox.db, provider.accepted, emails - bad.length);
    },
  );

  overSeeds(
    "F8: one that takes all of a batch or none sends halves until the bad ones stand alone",
    { usual: 3 },
    async (draw) => {
      const emails = draw.between(1, 40);
      const bad = await plan(emails, draw.of([0.05, 0.2, 0.6]), draw);
      const strict: Mailer = {
        name: "resend",
        sendBatch: (batch) =>
          batch.emails.some(({ to }) => to.endsWith("@refused.example"))
            ? Promise.resolve({ kind: "rejected", reason: "invalid" })
            : outbox.mailer.sendBatch(batch),
      };
      await finish({ ...outbox.deps, mailer: strict }, 0);
      await expectFailed(bad);
      const taken = outbox.mailer.calls.flatMap(({ key, emails }) =>
        emails.map(({ to, messageId }) => ({ recipient: to, messageId, key })),
      );
      await expectEachOnce(outbox.db, taken, emails - bad.length);
    },
  );
});

describe("a worker that is suspended", () => {
  overSeeds(
    "F3: wherever it fell asleep, and however long, it sends nothing twice and writes nothing over",
    { usual: 4 },
    async (draw) => {
      const emails = draw.between(1, 30);
      await plan(emails, 0, draw);
      const worker: Worker = { ...outbox.deps, mailer: toProvider() };
      if (draw.chance(0.3)) provider.fail(draw.of(PROVIDER_FAULTS));
      const asleep = Promise.withResolvers<undefined>();
      const awake = Promise.withResolvers<undefined>();
      const death = {
        transaction: draw.between(1, 4),
        when: draw.of(["before", "after"] as const),
      };
      let hours = 0;
      const sleeper = drain({
        ...worker,
        db: dyingDatabase(outbox.db, death, () => {
          asleep.resolve(undefined);
          return awake.promise;
        }),
        now: () => hoursAgo(-hours),
      });
      // It may finish before it gets that far.
      await Promise.race([asleep.promise, sleeper]);
      await finish({ ...worker, mailer: toProvider(2_000) });
      const settled = await messages();
      if (draw.chance(0.4)) {
        // So long that the provider has dropped the key.
        hours = 25;
        provider.expireKeys();
      }
      awake.resolve(undefined);
      await sleeper;
      expect(await messages()).toEqual(settled);
      await expectEachOnce(outbox.db, provider.accepted, emails);
    },
  );
});
