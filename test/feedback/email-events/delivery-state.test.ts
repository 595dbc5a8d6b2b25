import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DeliveryState, joinDelivery } from "~/feedback/email-events/reports/delivery-state";

const anyState = fc.constantFrom(...DeliveryState.options);
const follow = (states: readonly DeliveryState[]) =>
  states.reduce<DeliveryState | null>(joinDelivery, null);

describe("delivery state", () => {
  test("ends in the same state for any order and repetition", () => {
    fc.assert(
      fc.property(
        fc.array(anyState, { minLength: 1 }).chain((states) =>
          fc.tuple(
            fc.constant(states),
            fc
              .shuffledSubarray(states, { minLength: states.length })
              .chain((order) => fc.subarray(states).map((again) => [...again, ...order])),
          ),
        ),
        ([states, again]) => {
          expect(follow(again)).toBe(follow(states));
        },
      ),
    );
  });

  test.each<[DeliveryState[], DeliveryState]>([
    [["delivered", "bounced", "delivered"], "bounced"],
    [["bounced", "complained", "bounced"], "complained"],
    [["delivered", "soft_bounced"], "delivered"],
    [["delayed", "accepted"], "delayed"],
  ])("%j is %s", (states, state) => {
    expect(follow(states)).toBe(state);
  });
});
