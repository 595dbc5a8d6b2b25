import type { ConditionOf } from "./condition";

/** The customers with a behavior often enough. A rule tests membership in this set. */
export interface BehaviorSet extends Pick<
  ConditionOf<"did">,
  "behavior" | "window" | "where" | "times"
> {
  readonly comparison: "at_least" | "exactly";
}

/** Whether the set only tests that the behavior occurred, so that duplicates do not matter. */
export const isExistenceCheck = ({ comparison, times }: BehaviorSet) =>
  comparison === "at_least" && times === 1;
