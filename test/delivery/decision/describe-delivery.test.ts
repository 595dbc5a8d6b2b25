import { expect, test } from "vitest";
import { describeDelivery } from "~/delivery/decision/describe-decision";
import { DeliveryState } from "~/feedback/email-events/delivery-state";

test("every state that a provider tells has a sentence, but that of an email that was only taken", () => {
  const silent = DeliveryState.options.filter((state) => describeDelivery(state) === null);
  expect(silent).toEqual(["accepted"]);
  expect(describeDelivery(null)).toBeNull();
});
