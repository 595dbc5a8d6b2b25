import { expect, test } from "vitest";
import { describeDelivery } from "~/delivery/decision/describe-decision";
import { DeliveryState } from "~/feedback/email-events/delivery-state";

test("every delivery state except accepted has a sentence", () => {
  const silent = DeliveryState.options.filter((state) => describeDelivery(state) === null);
  expect(silent).toEqual(["accepted"]);
  expect(describeDelivery(null)).toBeNull();
});
