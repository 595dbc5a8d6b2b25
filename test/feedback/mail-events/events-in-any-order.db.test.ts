import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import {
  createWebhookBatcher,
  type WebhookBatcher,
} from "~/events/inbox/create-webhook-batcher.server";
import { applyMailEventsJob } from "~/feedback/mail-events/apply-mail-events.job.server";
import { receiveMailEvent } from "~/feedback/mail-events/receive-mail-event.server";
import { hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import {
  outboxDeps,
  storePlannedMail,
  storeSendingShop,
  type OutboxDeps,
} from "../../support/outbox-stage";
import { overSeeds } from "../../support/over-seeds";
import {
  aHardBounce,
  aResendEvent,
  signedEvent,
  WEBHOOK_SECRET,
} from "../../support/resend-events";

let database: Database;
let deps: OutboxDeps;
let webhooks: WebhookBatcher;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  await deps.db.inboxEntry.deleteMany();
  await deps.db.bouncedAddress.deleteMany();
  await storeSendingShop(deps.db);
  webhooks = createWebhookBatcher(deps);
});

const { signal } = new AbortController();
const receive = (event: unknown, id?: string) => {
  const { headers, body } = signedEvent(event, id === undefined ? {} : { id });
  return receiveMailEvent(headers, body, {
    ...deps,
    webhooks,
    secret: WEBHOOK_SECRET,
    now: () => NOW,
  });
};
const apply = () => applyMailEventsJob.run(SHOP, deps, signal);
const drain = async () => {
  for (let more = true, turns = 0; more && turns < 20; turns++) {
    more = (await drainOutboxJob.run(SHOP, deps, signal)).more;
  }
};
const plan = (customerId: string, messageId: string) =>
  storePlannedMail(deps, { customerId, messageId });
const mail = (messageId: string) =>
  deps.db.message.findFirstOrThrow({ where: { shopId: SHOP, messageId } });
const delivered = (messageId: string) => aResendEvent({ type: "email.delivered", messageId });
const complaint = (messageId: string) => aResendEvent({ type: "email.complained", messageId });

describe("events in any order and more than once", () => {
  overSeeds(
    "F15: come to one state, and to one suppression for each reason",
    { usual: 8 },
    async (draw) => {
      await plan("1", "m1");
      await drain();
      const told = draw
        .shuffled([
          aResendEvent({ type: "email.sent", messageId: "m1" }),
          aResendEvent({ type: "email.delivery_delayed", messageId: "m1" }),
          delivered("m1"),
          aHardBounce("m1"),
          complaint("m1"),
          aResendEvent({ type: "email.opened", messageId: "m1" }),
        ])
        .slice(0, draw.between(1, 6))
        .map((event, i) => ({ event, id: `msg_${i}` }));
      const again = told.filter(() => draw.chance(0.4));
      for (const { event, id } of draw.shuffled([...told, ...again])) {
        await receive(event, id);
        if (draw.chance(0.4)) await apply();
      }
      await apply();

      const types = new Set(told.map(({ event }) => event.type));
      const weightiest = [
        ["email.complained", "complained"],
        ["email.bounced", "bounced"],
        ["email.delivered", "delivered"],
        ["email.delivery_delayed", "delayed"],
        ["email.sent", "accepted"],
      ].find(([type]) => types.has(type!));
      expect((await mail("m1")).deliveryState).toBe(weightiest?.[1] ?? null);
      const kept = told.filter(({ event }) => event.type !== "email.opened");
      expect(await deps.db.mailEvent.count()).toBe(kept.length);
      const suppressions = await deps.db.suppression.findMany({ orderBy: { reason: "asc" } });
      expect(suppressions.map(({ reason, scope }) => [reason, scope])).toEqual([
        ...(types.has("email.complained") ? [["complaint", "everything"]] : []),
        ...(types.has("email.bounced") ? [["hard_bounce", "everything"]] : []),
      ]);
    },
  );
});

describe("events that come before our own commit", () => {
  overSeeds(
    "F14: whatever is told before the answer is written, and whatever the answer, both end as the provider has it",
    { usual: 5 },
    async (draw) => {
      const ids = Array.from({ length: draw.between(1, 12) }, (_, i) => `m${i}`);
      for (const [i, id] of ids.entries()) await plan(`${i}`, id);
      const states = new Map<string, string>();
      const tellSome = async (rate: number) => {
        for (const id of draw.shuffled(ids).filter(() => draw.chance(rate))) {
          const [event, state] = draw.of([
            [delivered(id), "delivered"] as const,
            [aHardBounce(id, `${id}@gone.example`), "bounced"] as const,
            [complaint(id), "complained"] as const,
          ]);
          const rank = ["delivered", "bounced", "complained"];
          const before = states.get(id);
          if (before === undefined || rank.indexOf(before) < rank.indexOf(state)) {
            states.set(id, state);
          }
          await receive(event);
          if (draw.chance(0.6)) await apply();
        }
      };
      const isAnswered = draw.chance(0.5);
      const toldWhen = draw.of(["before", "after"]);
      deps.mailer.next(async (batch) => {
        const outcome = deps.mailer.take(batch);
        if (toldWhen === "before") await tellSome(0.6);
        return isAnswered ? outcome : { kind: "ambiguous", detail: "timeout" };
      });
      await drain();
      if (toldWhen === "after") await tellSome(0.6);
      await apply();
      const isForgotten = !isAnswered && draw.chance(0.5);
      deps.now = () => hoursAgo(isForgotten ? -23.5 : -0.2);
      await drain();
      await tellSome(0.3);
      await apply();
      // What is told of was sent; of the rest only an answer can say so.
      for (const id of ids) {
        const isKnown = states.has(id) || !isForgotten;
        const { state, deliveryState } = await mail(id);
        expect([id, state, deliveryState]).toEqual([
          id,
          isKnown ? "sent" : "unknown",
          states.get(id) ?? null,
        ]);
      }
      const sent = await deps.db.message.count({ where: { state: "sent" } });
      expect(await deps.db.event.count({ where: { kind: "mail_sent" } })).toBe(sent);
      expect(deps.mailer.taken).toHaveLength(ids.length);
    },
  );
});
