import { DurationMs } from "../duration";
import { searchFor, type Round } from "./search-for.server";

/** Who is told by what they usually do. */
export const BY_HABIT: Round = {
  name: "flows.find-by-habit",
  kinds: [
    "lapsed",
    "unengaged",
    "top_customer",
    "anniversary",
    "order_expected",
    "replenishment_due",
  ],
  everyMs: DurationMs.hours(1),
};

export const findByHabitJob = searchFor(BY_HABIT);
