import { describe, expect, test } from "vitest";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { listUnanswered } from "~/feedback/reconcile/unanswered-store.server";
import { prepareTemplateText } from "~/outbox/frozen-content.server";
import { publishTemplate } from "~/messages/templates/publish-template.server";
import { findTemplate, saveDraft } from "~/messages/templates/template-store.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { createShop, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { dueShopsOf } from "../support/due-shops";
import { aBrand } from "../support/email-values";
import { useOutbox } from "../support/use-outbox";
import { dyingDatabase } from "./dying-database";
import { changeMessages } from "../support/message-rows";

const outbox = useOutbox();
const { run, drain, at, plan, messages, states, takenIds } = outbox;

const reasons = async () => (await messages()).map(({ reason }) => reason);
const unsubscribe = (customerId: string) =>
  outbox.db.profile.updateMany({
    where: { profileId: `c${customerId}` },
    data: { marketingState: "unsubscribed" },
  });
/** Later than any lease, earlier than any expiry. */
const AFTER_THE_LEASE = hoursAgo(-0.1);

class Killed extends Error {}
const kill = () => {
  throw new Killed("killed");
};

describe("F1, F2: a worker killed while it sends emails", () => {
  // Transactions of a drain: freeze, settle. Messages and old batches are claimed by one statement before.
  test.each([1, 2].flatMap((n) => [[n, "before"] as const, [n, "after"] as const]))(
    "at transaction %i, %s its commit: every email is accepted exactly once",
    async (n, when) => {
      await plan("1", "m1");
      await plan("2", "m2");
      const db = dyingDatabase(outbox.db, { transaction: n, when }, kill);
      const dying = { ...outbox.deps, db };
      await expect(run(dying)).rejects.toThrow(Killed);

      at(AFTER_THE_LEASE);
      await drain();
      expect(takenIds()).toEqual(["m1", "m2"]);
      expect(await states()).toEqual(["sent", "sent"]);
      expect(await outbox.db.event.count({ where: { kind: "email_sent" } })).toBe(2);
    },
  );

  test("right after the provider accepted them: the retry has the same key and the same bytes", async () => {
    await plan("1", "m1");
    outbox.mailer.next((batch) => {
      outbox.mailer.take(batch);
      return kill();
    });
    await expect(run()).rejects.toThrow(Killed);
    // A sent email must not change with the shop's current data.
    await outbox.db.shop.updateMany({ data: { name: "Another name" } });

    at(AFTER_THE_LEASE);
    await drain();
    expect(outbox.mailer.calls[1]).toEqual(outbox.mailer.calls[0]);
    expect(takenIds()).toEqual(["m1"]);
    expect(await states()).toEqual(["sent"]);
  });

  test("F3: an overtaken worker writes nothing while another takes over", async () => {
    await plan("1", "m1");
    outbox.mailer.next(async (batch) => {
      const outcome = outbox.mailer.take(batch);
      await outbox.db.emailBatch.updateMany({ data: { attempts: { increment: 1 } } });
      return outcome;
    });
    await drain();
    expect(await states()).toEqual(["sending"]);
  });
});

describe("F9: a template published between an attempt and its retry", () => {
  const TEMPLATE = "abandoned-checkout/email-1";

  /** The merchant changes the email's subject for all later recipients. */
  async function publish(subject: string): Promise<void> {
    const document = { ...findReadyTemplate(TEMPLATE)!, subject };
    const { db } = outbox.deps;
    const change = { templateId: TEMPLATE, name: "Abandoned checkout 1", document, now: NOW };
    const stored = await findTemplate(db, SHOP, TEMPLATE);
    const baseRevision = stored?.draftRevision ?? 0;
    const draftRevision = (await saveDraft(db, SHOP, { ...change, baseRevision }))!;
    const command = { templateId: TEMPLATE, draftRevision, actor: "merchant" } as const;
    const outcome = await publishTemplate(SHOP, command, { ...outbox.deps, brand: aBrand() });
    if (outcome.kind !== "published") throw new Error(`Not published: ${outcome.kind}`);
  }
  const planned = (customerId: string, messageId: string) =>
    plan(customerId, messageId, { intent: { templateId: TEMPLATE } });

  test.each([
    ["the worker was killed", kill],
    ["no answer came", () => ({ kind: "ambiguous", detail: "timeout" }) as const],
  ])("when %s: the retry has the same key and the same bytes", async (_case, end) => {
    await publish("First");
    await planned("1", "m1");
    outbox.mailer.next((batch) => {
      outbox.mailer.take(batch);
      return end();
    });
    await run().catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
    await publish("Second");

    at(AFTER_THE_LEASE);
    await drain();
    expect(outbox.mailer.calls[1]).toEqual(outbox.mailer.calls[0]);
    expect(outbox.mailer.calls[0]!.emails[0]!.subject).toBe("First");
    expect(takenIds()).toEqual(["m1"]);
    expect(await states()).toEqual(["sent"]);
  });

  test("uses the new texts for later recipients", async () => {
    await publish("First");
    await planned("1", "m1");
    await drain();
    await publish("Second");
    await planned("2", "m2");
    await drain();
    expect(outbox.mailer.taken.map(({ subject }) => subject)).toEqual(["First", "Second"]);
  });
});

describe("F4, F5: a missing answer", () => {
  const silent = () => ({ kind: "ambiguous", detail: "timeout" }) as const;

  test("is requested again later, unchanged", async () => {
    await plan("1", "m1");
    outbox.mailer.next(silent);
    await drain();
    expect(await states()).toEqual(["sending"]);
    expect(await reasons()).toEqual(["retrying"]);
    at(AFTER_THE_LEASE);
    await drain();
    expect(outbox.mailer.calls[1]).toEqual(outbox.mailer.calls[0]);
    expect(await states()).toEqual(["sent"]);
  });

  test("F6: does not retry after 23 hours, when a provider might have expired the key", async () => {
    await plan("1", "m1");
    outbox.mailer.next((batch) => {
      outbox.mailer.take(batch);
      return silent();
    });
    await drain();
    at(hoursAgo(-23));
    await drain();
    expect(outbox.mailer.calls).toHaveLength(1);
    expect(await states()).toEqual(["unknown"]);
    expect(await reasons()).toEqual(["no_answer"]);
    expect(await outbox.db.emailBatch.findMany()).toMatchObject([{ state: "unknown" }]);
  });

  test("keeps the key when a definite rejection follows, since the first call may have succeeded", async () => {
    await plan("1", "m1");
    outbox.mailer.next(silent, () => ({ kind: "rate_limited", retryAfterMs: 60_000 }));
    await drain();
    at(AFTER_THE_LEASE);
    await drain();
    expect(await states()).toEqual(["sending"]);
    at(hoursAgo(-1));
    await drain();
    expect(new Set(outbox.mailer.calls.map(({ key }) => key)).size).toBe(1);
    expect(await states()).toEqual(["sent"]);
  });
});

describe("F10: a batch member that must no longer be emailed", () => {
  const takenSilently: Parameters<typeof outbox.mailer.next>[0] = (batch) => {
    outbox.mailer.take(batch);
    return { kind: "ambiguous", detail: "timeout" };
  };

  test("is excluded and skipped if the provider had not accepted the batch", async () => {
    await plan("1", "m1");
    await plan("2", "m2");
    outbox.mailer.next(() => ({ kind: "ambiguous", detail: "reset" }));
    await drain();
    await unsubscribe("1");
    at(AFTER_THE_LEASE);
    await drain();
    expect(takenIds()).toEqual(["m2"]);
    expect(await states()).toEqual(["skipped", "sent"]);
    expect((await reasons())[0]).toBe("unsubscribed");
  });

  test("counts as sent if the provider had accepted it before", async () => {
    await plan("1", "m1");
    await plan("2", "m2");
    outbox.mailer.next(takenSilently);
    await drain();
    await unsubscribe("1");
    at(AFTER_THE_LEASE);
    await drain();
    expect(takenIds()).toEqual(["m1", "m2"]);
    expect(await states()).toEqual(["sent", "sent"]);
  });

  test("stays excluded when the smaller batch has no answer either", async () => {
    await plan("1", "m1");
    await plan("2", "m2");
    const silent = () => ({ kind: "ambiguous", detail: "reset" }) as const;
    outbox.mailer.next(silent, silent);
    await drain();
    await unsubscribe("1");
    at(AFTER_THE_LEASE);
    await drain();
    await outbox.db.profile.updateMany({ data: { marketingState: "subscribed" } });
    at(hoursAgo(-1));
    await drain();
    expect(outbox.mailer.calls[2]).toEqual(outbox.mailer.calls[1]);
    expect(await states()).toEqual(["skipped", "sent"]);
  });

  test("has an unknown outcome when it is the only member", async () => {
    await plan("1", "m1");
    outbox.mailer.next(takenSilently);
    await drain();
    await unsubscribe("1");
    at(AFTER_THE_LEASE);
    await drain();
    expect(outbox.mailer.calls).toHaveLength(1);
    expect(await states()).toEqual(["unknown"]);
  });

  test.each([
    ["is lost", () => outbox.db.templateText.deleteMany()],
    [
      "is another",
      () =>
        outbox.db.templateText.updateMany({
          data: { packed: prepareTemplateText("<p>Another</p>").packed },
        }),
    ],
  ])(
    "is not repeated if its template's text %s, and is looked for in the provider's list",
    async (_what, damage) => {
      await plan("1", "m1");
      await plan("2", "m2");
      outbox.mailer.next((batch) => {
        outbox.mailer.take(batch);
        return { kind: "ambiguous", detail: "reset" };
      });
      await drain();
      await damage();
      at(AFTER_THE_LEASE);
      await drain();
      expect(outbox.mailer.calls).toHaveLength(1);
      expect(takenIds()).toEqual(["m1", "m2"]);
      expect(await states()).toEqual(["unknown", "unknown"]);
      const { batchId } = await outbox.db.messageStatus.findFirstOrThrow({
        where: { messageId: "m1" },
      });
      const unanswered = await listUnanswered(outbox.db, SHOP, batchId!, outbox.deps.keyring);
      expect(unanswered.map(({ to }) => to)).toEqual(
        outbox.mailer.taken.map(({ to }) => to).toSorted(),
      );
    },
  );

  test("is also excluded after an erasure", async () => {
    await plan("1", "m1");
    await plan("2", "m2");
    outbox.mailer.next(() => ({ kind: "ambiguous", detail: "reset" }));
    await drain();
    await changeMessages(outbox.db, { shopId: SHOP, messageId: "m1" }, { sealedEmail: null });
    at(AFTER_THE_LEASE);
    await drain();
    expect(takenIds()).toEqual(["m2"]);
    expect(await states()).toEqual(["skipped", "sent"]);
  });
});

describe("another shop", () => {
  test("is not affected", async () => {
    await plan("1", "m1");
    await createShop(outbox.db, OTHER_SHOP);
    await drainOutboxJob.run(OTHER_SHOP, outbox.deps, new AbortController().signal);
    expect(outbox.mailer.calls).toEqual([]);
    expect(await states()).toEqual(["planned"]);
  });
});

describe("several workers at once", () => {
  test("send every email exactly once", async () => {
    for (let n = 1; n <= 12; n++) await plan(String(n), `m${n}`);
    const worker = async () => {
      for (let turn = 0; turn < 4; turn++) await run();
    };
    await Promise.all([worker(), worker(), worker()]);
    expect(outbox.mailer.taken).toHaveLength(12);
    expect(new Set(takenIds()).size).toBe(12);
    expect(new Set(await states())).toEqual(new Set(["sent"]));
  });
});

describe("F23: a worker that is asked to stop", () => {
  test("releases its claim before the lease expires", async () => {
    await plan("1", "m1");
    await drainOutboxJob.run(SHOP, outbox.deps, AbortSignal.abort());
    expect(outbox.mailer.calls).toEqual([]);
    expect(await outbox.db.messageStatus.findMany()).toMatchObject([
      { state: "planned", leaseUntil: null },
    ]);
    expect(await dueShopsOf(drainOutboxJob, outbox.db, NOW)).toEqual([SHOP]);
  });
});
