import { beforeEach, describe, expect } from "vitest";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { recordWebhooks } from "~/events/inbox/inbox-store.server";
import { storedJson } from "~/flows/stored-json";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { bodyText } from "../events/shopify-fixtures";
import { hoursAgo, NOW, SHOP } from "../support/builders";
import { WITHOUT_QUIET_HOURS } from "../support/outbox-stage";
import { useOutbox } from "../support/use-outbox";
import { overSeeds } from "../support/over-seeds";
import { changeMessages } from "../support/message-rows";

const outbox = useOutbox();
const { at, drain, messages, plan, takenIds } = outbox;
beforeEach(async () => {
  await outbox.db.inboxEntry.deleteMany();
});

const { signal } = new AbortController();
const POISONED_TEMPLATE = "abandoned-checkout/email-2";

/** Effects of a poison email on its worker. */
const POISON = {
  unreadable: { message: { intent: { origin: "nowhere" } } },
  uncomposable: { intent: { templateId: POISONED_TEMPLATE } },
} as const;

describe("F21: work that fails in every worker", () => {
  overSeeds(
    "F21: of emails, wherever it stands and however many, holds up no other, and comes to an end",
    { usual: 3 },
    async (draw) => {
      const good = Array.from({ length: draw.between(1, 25) }, (_, i) => `good${i}`);
      const bad = Array.from({ length: draw.between(1, 4) }, (_, i) => `bad${i}`);
      const kinds = new Map(
        bad.map((id) => [id, draw.of(["unreadable", "uncomposable"] as const)]),
      );
      for (const [i, messageId] of draw.shuffled([...good, ...bad]).entries()) {
        const kind = kinds.get(messageId);
        await plan(String(i), messageId, kind && POISON[kind]);
      }
      // A night in between would be the last thing they wait for.
      await outbox.db.settings.updateMany({ data: { sending: storedJson(WITHOUT_QUIET_HOURS) } });
      const { subject } = findReadyTemplate(POISONED_TEMPLATE)!;
      const { compile } = outbox.deps;
      outbox.deps.compile = (source) =>
        source.email.subject === subject
          ? Promise.reject(new Error("it cannot be composed"))
          : compile(source);

      const run = () => outbox.run().catch(() => null);
      // The first pass fails with all of them; then each runs alone, and the sweep runs every minute.
      for (let minute = 0; minute < 3 + good.length + bad.length; minute++) {
        at(hoursAgo(-minute / 60));
        await run();
      }
      const taken = outbox.mailer.taken.map(({ messageId }) => messageId);
      expect(taken.toSorted()).toEqual(good.toSorted());

      for (let hours = 1; hours < 12; hours++) {
        at(hoursAgo(-hours));
        for (let i = 0; i < bad.length; i++) await run();
      }
      at(hoursAgo(-22.1));
      for (let i = 0; i <= 2 * bad.length; i++) await run();
      for (const [messageId, kind] of kinds) {
        const { state, reason } = await outbox.db.messageStatus.findFirstOrThrow({
          where: { messageId },
        });
        const why = kind === "unreadable" ? "unreadable" : "not_composed";
        expect([messageId, state, reason]).toEqual([messageId, "failed", why]);
      }
    },
  );

  overSeeds(
    "F21: of emails that are in a batch already, stops neither the batch nor the shop, and none goes twice",
    { usual: 4 },
    async (draw) => {
      const { db, mailer } = outbox;
      const members = Array.from({ length: draw.between(1, 12) }, (_, i) => `m${i}`);
      for (const [i, messageId] of members.entries()) await plan(String(i), messageId);
      const isTaken = draw.chance(0.5);
      mailer.next((batch) => {
        if (isTaken) mailer.take(batch);
        return { kind: "ambiguous", detail: "no answer" };
      });
      await drain();

      const kinds = new Map(
        draw
          .shuffled(members)
          .slice(0, draw.between(1, members.length))
          .map((messageId) => [messageId, draw.of(["intent", "bytes", "body", "both"] as const)]),
      );
      for (const [messageId, kind] of kinds) {
        const data = {
          ...((kind === "intent" || kind === "both") && { intent: { origin: "nowhere" } }),
          ...((kind === "bytes" || kind === "both") && { sealedEmail: new Uint8Array([1, 2, 3]) }),
          ...(kind === "body" && { sealedBody: new Uint8Array([1, 2, 3]) }),
        };
        await changeMessages(db, { messageId }, data);
      }
      await plan("99", "other");
      for (let quarter = 1; quarter < 20; quarter++) {
        at(hoursAgo(-quarter / 4));
        // Failed messages are processed one by one.
        for (const _ of members) await drain();
      }
      expect(takenIds()).toEqual([...new Set(takenIds())]);
      const ends = new Map((await messages()).map(({ messageId, state }) => [messageId, state]));
      expect(ends.get("other")).toBe("sent");
      for (const messageId of members) {
        expect([messageId, ends.get(messageId)]).toEqual([messageId, endOf(kinds.get(messageId))]);
      }

      function endOf(kind: "intent" | "bytes" | "body" | "both" | undefined): string {
        // Without a readable member there is nothing to ask a provider that may have accepted them.
        if (kinds.size === members.length) return "unknown";
        // A provider that accepted the whole batch reports it; otherwise readable members can be composed again.
        return isTaken || kind === undefined || kind === "bytes" || kind === "body"
          ? "sent"
          : "failed";
      }
    },
  );

  overSeeds(
    "F21: of webhooks, is tried eight times and then left, while all others are done at once",
    { usual: 3 },
    async (draw) => {
      const good = Array.from({ length: draw.between(1, 300) }, (_, i) => `good${i}`);
      const bad = Array.from({ length: draw.between(1, 20) }, (_, i) => `bad${i}`);
      const webhooks = draw.shuffled([...good, ...bad]).map((webhookId) => ({
        shopId: SHOP,
        webhookId,
        topic: draw.of(["orders/create", "customers/create", "products/update"]),
        eventId: null,
        apiVersion: "2026-10",
        triggeredAt: NOW,
        receivedAt: NOW,
      }));
      const body = (topic: string) => new TextEncoder().encode(bodyText(topic));
      const entries = webhooks.map((webhook) => ({ ...webhook, body: body(webhook.topic) }));
      await outbox.db.$transaction((tx) => recordWebhooks(tx, entries, outbox.deps));
      const isBad = { webhookId: { startsWith: "bad" } };
      const sealedBody = new Uint8Array([1, 2, 3]);
      await outbox.db.inboxEntry.updateMany({ where: isBad, data: { sealedBody } });

      const drain = async () => {
        while ((await drainInboxJob.run(SHOP, outbox.deps, signal)).more);
      };
      await drain();
      const done = await outbox.db.inboxEntry.count({ where: { state: "done" } });
      expect(done).toBe(good.length);
      for (let hours = 1; hours < 10; hours++) {
        at(hoursAgo(-hours));
        await drain();
      }
      const ends = await outbox.db.inboxEntry.findMany({ where: isBad });
      expect(new Set(ends.map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(
        new Set(["dead 8"]),
      );
    },
  );
});
