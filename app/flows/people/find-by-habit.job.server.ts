import { DurationMs } from "../duration";
import { searchFor } from "./search-for.server";

/** Who is told by what they usually do. */
export const findByHabitJob = searchFor({
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
});
