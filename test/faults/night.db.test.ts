import { expect, test } from "vitest";
import type { OutboxDeps } from "../support/outbox-stage";
import { useOutbox } from "../support/use-outbox";
import { changeMessages } from "../support/message-rows";

const outbox = useOutbox();
const { run, drain, at, plan, messages, takenIds } = outbox;

const EVENING = new Date("2026-03-03T20:59:30Z");
const NIGHT = new Date("2026-03-03T21:00:00Z");
const MORNING = new Date("2026-03-04T08:00:00Z");

/** Composing takes until the night. */
const untilNight = (): OutboxDeps => ({
  ...outbox.deps,
  now: () => outbox.deps.now(),
  compile: async (...args) => {
    const compiled = await outbox.deps.compile(...args);
    at(NIGHT);
    return compiled;
  },
});

test("a batch that waited into the night is deferred, and leaves once in the morning", async () => {
  at(EVENING);
  await plan("1", "m1");
  await plan("2", "m2");
  await run(untilNight());
  expect(outbox.mailer.calls).toEqual([]);
  await drain();
  expect(outbox.mailer.calls).toEqual([]);
  expect(await messages()).toMatchObject(
    ["m1", "m2"].map((messageId) => ({
      ...{ messageId, state: "planned", reason: "quiet_hours", nextRunAt: MORNING },
    })),
  );
  at(MORNING);
  await drain();
  expect(takenIds()).toEqual(["m1", "m2"]);
  expect(outbox.mailer.calls).toHaveLength(1);
});

test("emails awake recipients although the batch waited", async () => {
  at(EVENING);
  await plan("1", "m1");
  await plan("2", "m2");
  await outbox.db.profile.updateMany({ where: { profileId: "c2" }, data: { countryCode: "JP" } });
  at(new Date("2026-03-04T11:59:30Z"));
  const quiet = {
    senderAddress: "hello@kettle.example",
    quietHours: { startHour: 12, endHour: 20 },
  };
  await outbox.db.settings.updateMany({ data: { sending: quiet } });
  await changeMessages(outbox.db, {}, { expiresAt: new Date("2026-03-06T12:00:00Z") });
  const toNoon: OutboxDeps = {
    ...untilNight(),
    compile: async (...args) => {
      const compiled = await outbox.deps.compile(...args);
      at(new Date("2026-03-04T12:00:00Z"));
      return compiled;
    },
  };
  await run(toNoon);
  await drain();
  expect(takenIds()).toEqual(["m2"]);
  expect(await messages()).toMatchObject([
    { messageId: "m1", state: "planned", nextRunAt: new Date("2026-03-04T20:00:00Z") },
    { messageId: "m2", state: "sent" },
  ]);
});

test("asks the provider in the morning about emails it may have, under the same key", async () => {
  at(EVENING);
  await plan("1", "m1");
  outbox.mailer.next(() => ({ kind: "ambiguous", detail: "no answer" }));
  await drain();
  expect(await messages()).toMatchObject([{ state: "sending" }]);
  at(new Date("2026-03-03T21:30:00Z"));
  await drain();
  expect(outbox.mailer.calls).toHaveLength(1);
  expect(await outbox.db.emailBatch.findMany()).toMatchObject([
    { state: "sending", nextRunAt: MORNING, lastError: "retrying_after_quiet_hours" },
  ]);
  at(MORNING);
  await drain();
  const [first, second] = outbox.mailer.calls;
  expect(second?.key).toBe(first?.key);
  expect(outbox.mailer.calls).toHaveLength(2);
  expect(await messages()).toMatchObject([{ state: "sent" }]);
});
