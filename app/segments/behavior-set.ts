import type { ConditionOf } from "./condition";

/** Those who did something often enough: a rule asks whether somebody is among them or not. */
export interface BehaviorSet extends Pick<
  ConditionOf<"did">,
  "deed" | "window" | "products" | "query" | "times"
> {
  readonly comparison: "at_least" | "exactly";
}

/** Nothing is asked but whether it was done at all: to count the same one twice changes no answer. */
export const isExistenceCheck = ({ comparison, times }: BehaviorSet) =>
  comparison === "at_least" && times === 1;
