import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DeliveryState, joinDelivery } from "~/feedback/email-events/delivery-state";

const anyState = fc.constantFrom(...DeliveryState.options);
const follow = (told: readonly DeliveryState[]) =>
  told.reduce<DeliveryState | null>(joinDelivery, null);

describe("delivery state", () => {
  test("ends in the same state for any order and repetition", () => {
    fc.assert(
      fc.property(
        fc.array(anyState, { minLength: 1 }).chain((told) =>
          fc.tuple(
            fc.constant(told),
            fc
              .shuffledSubarray(told, { minLength: told.length })
              .chain((order) => fc.subarray(told).map((again) => [...again, ...order])),
          ),
        ),
        ([told, again]) => {
          expect(follow(again)).toBe(follow(told));
        },
      ),
    );
  });

  test.each<[DeliveryState[], DeliveryState]>([
    [["delivered", "bounced", "delivered"], "bounced"],
    [["bounced", "complained", "bounced"], "complained"],
    [["delivered", "soft_bounced"], "delivered"],
    [["delayed", "accepted"], "delayed"],
  ])("%j is %s", (told, state) => {
    expect(follow(told)).toBe(state);
  });
});
