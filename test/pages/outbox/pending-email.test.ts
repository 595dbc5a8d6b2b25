import { expect, test } from "vitest";
import { pendingEmail } from "~/pages/outbox/pending-email";
import { hoursAgo, NOW } from "../../support/builders";

const morning = hoursAgo(-4);
const overdue = { nextRunAt: hoursAgo(3), reason: "quiet_hours" };

test("leaves next when its time has passed and nothing holds it back", () => {
  const next = { kind: "next", at: NOW, reason: "due" };
  expect(pendingEmail(overdue, { kind: "leaves", at: NOW, reason: null }, NOW)).toEqual(next);
  expect(pendingEmail(overdue, null, NOW)).toEqual(next);
});

test("shows why it waits now, not why it waited before its time passed", () => {
  const departure = { kind: "leaves", at: morning, reason: "frequency_cap" } as const;
  expect(pendingEmail(overdue, departure, NOW)).toEqual(departure);
});

test("keeps the reason it was deferred for until its time comes", () => {
  const waiting = { nextRunAt: morning, reason: "quiet_hours" };
  const later = { kind: "leaves", at: hoursAgo(-9), reason: "frequency_cap" } as const;
  expect(pendingEmail(waiting, later, NOW)).toEqual({ ...later, reason: "quiet_hours" });
});

test("shows what stops it, or that it will be skipped, also before its time", () => {
  const waiting = { nextRunAt: morning, reason: null };
  const held = { kind: "waits", at: morning, reason: "flow_paused" } as const;
  const skipped = { kind: "skipped", at: morning, reason: "unsubscribed" } as const;
  expect(pendingEmail(waiting, held, NOW)).toEqual(held);
  expect(pendingEmail(waiting, skipped, NOW)).toEqual(skipped);
});

test("waits for a larger plan until it expires", () => {
  const waiting = { nextRunAt: morning, reason: "plan_limit" };
  const expired = { kind: "skipped", at: morning, reason: "expired" } as const;
  const waits = { kind: "waits", at: morning, reason: "plan_limit" };
  expect(pendingEmail(waiting, expired, NOW)).toEqual(waits);
  const night = { ...waiting, reason: "quiet_hours" };
  expect(pendingEmail(night, expired, NOW)).toEqual(expired);
});
