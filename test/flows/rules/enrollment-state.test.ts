import { expect, test } from "vitest";
import { EnrollmentContext } from "~/flows/rules/enrollment-context";
import { EnrollmentState, hasReachedEnd } from "~/flows/rules/enrollment-state";

test("an enrollment reached its end if it ended without a reason", () => {
  const reached = EnrollmentState.options.filter((state) =>
    hasReachedEnd({ state, exitReason: null }),
  );
  expect(reached).toEqual(["ended"]);
  expect(hasReachedEnd({ state: "ended", exitReason: "order_placed" })).toBe(false);
});

test("a stored context has its times again, and waits for nothing unless it says so", () => {
  const trigger = { kind: "person", key: "subscribed", at: new Date("2026-03-01T10:00:00Z") };
  const objectUpdatedAt = new Date("2026-03-02T10:00:00Z");
  const stored: unknown = JSON.parse(JSON.stringify({ trigger, objectUpdatedAt }));
  expect(EnrollmentContext.parse(stored)).toEqual({ trigger, objectUpdatedAt, waitsSince: null });
});
