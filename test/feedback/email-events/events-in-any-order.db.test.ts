import { describe, expect } from "vitest";
import { hoursAgo } from "../../support/builders";
import { overSeeds } from "../../support/over-seeds";
import { aHardBounce, aResendEvent } from "../../support/resend-events";
import { complaint, delivered, useEmailEvents } from "./use-email-events";

const stage = useEmailEvents();
const { receive, apply, drain, plan, email } = stage;

describe("events in any order and repetition", () => {
  overSeeds(
    "F15: come to one state, and to one suppression for each reason",
    { usual: 8 },
    async (draw) => {
      await plan("1", "m1");
      await drain();
      const reported = draw
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
      const again = reported.filter(() => draw.chance(0.4));
      for (const { event, id } of draw.shuffled([...reported, ...again])) {
        await receive(event, id);
        if (draw.chance(0.4)) await apply();
      }
      await apply();

      const types = new Set(reported.map(({ event }) => event.type));
      const weightiest = [
        ["email.complained", "complained"],
        ["email.bounced", "bounced"],
        ["email.delivered", "delivered"],
        ["email.delivery_delayed", "delayed"],
        ["email.sent", "accepted"],
      ].find(([type]) => types.has(type!));
      expect((await email("m1")).deliveryState).toBe(weightiest?.[1] ?? null);
      const kept = reported.filter(({ event }) => event.type !== "email.opened");
      expect(await stage.deps.db.emailEvent.count()).toBe(kept.length);
      const suppressions = await stage.deps.db.suppression.findMany({ orderBy: { reason: "asc" } });
      expect(suppressions.map(({ reason, scope }) => [reason, scope])).toEqual([
        ...(types.has("email.complained") ? [["complaint", "everything"]] : []),
        ...(types.has("email.bounced") ? [["hard_bounce", "everything"]] : []),
      ]);
    },
  );
});

describe("events before our own commit", () => {
  overSeeds(
    "F14: whatever events arrive before the response is stored, and whatever the response, the states match the provider",
    { usual: 5 },
    async (draw) => {
      const ids = Array.from({ length: draw.between(1, 12) }, (_, i) => `m${i}`);
      for (const [i, id] of ids.entries()) await plan(`${i}`, id);
      const states = new Map<string, string>();
      const reportSome = async (rate: number) => {
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
      const reportedWhen = draw.of(["before", "after"]);
      stage.deps.mailer.next(async (batch) => {
        const outcome = stage.deps.mailer.take(batch);
        if (reportedWhen === "before") await reportSome(0.6);
        return isAnswered ? outcome : { kind: "ambiguous", detail: "timeout" };
      });
      await drain();
      if (reportedWhen === "after") await reportSome(0.6);
      await apply();
      const isExpired = !isAnswered && draw.chance(0.5);
      stage.deps.now = () => hoursAgo(isExpired ? -23.5 : -0.2);
      await drain();
      await reportSome(0.3);
      await apply();
      // A message with an event was sent; otherwise only the response shows it.
      for (const id of ids) {
        const isKnown = states.has(id) || !isExpired;
        const { state, deliveryState } = await email(id);
        expect([id, state, deliveryState]).toEqual([
          id,
          isKnown ? "sent" : "unknown",
          states.get(id) ?? null,
        ]);
      }
      const sent = await stage.deps.db.messageStatus.count({ where: { state: "sent" } });
      expect(await stage.deps.db.event.count({ where: { kind: "email_sent" } })).toBe(sent);
      expect(stage.deps.mailer.taken).toHaveLength(ids.length);
    },
  );
});
