import { shapleyParts } from "~/ml/regression/shapley";
import type { LifetimeCustomer } from "../models/lifetime";
import type { ScoreContribution } from "../prediction";
import { rounded } from "./known-customers";

/** Inputs of a number from BG/NBD and Gamma-Gamma. */
const INPUTS = ["frequency", "recency", "tenure", "basketSize"] as const;
const WEEK = 7;

/**
 * Explains a BG/NBD or Gamma-Gamma number by its inputs: frequency, recency, age and value. The number of the typical
 * customer plus the parts equals the number.
 *
 * @param inputs how many of the four the number depends on, from the first
 */
export function rhythmParts(
  customer: LifetimeCustomer,
  typical: LifetimeCustomer,
  inputs: 3 | 4,
  valueOf: (customer: LifetimeCustomer) => number,
): { readonly base: number; readonly parts: ScoreContribution[] } {
  const recencyOf = ({ watched, lastAt }: LifetimeCustomer) => watched - lastAt;
  const at = (known: number): LifetimeCustomer => {
    const pick = (input: number) => (known & (1 << input) ? customer : typical);
    const { watched } = pick(2);
    return {
      repeats: pick(0).repeats,
      transactions: pick(0).transactions,
      watched,
      // The last purchase cannot precede the first.
      lastAt: Math.max(0, watched - recencyOf(pick(1))),
      meanValue: pick(3).meanValue,
    };
  };
  const parts = shapleyParts(inputs, (known) => valueOf(at(known)));
  const values = [
    customer.repeats + 1,
    recencyOf(customer) * WEEK,
    customer.watched * WEEK,
    customer.meanValue,
  ];
  return {
    base: valueOf(at(0)),
    parts: INPUTS.slice(0, inputs).map((feature, n) => ({
      feature,
      value: rounded(values[n] ?? 0),
      part: parts[n] ?? 0,
    })),
  };
}
