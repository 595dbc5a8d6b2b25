import { choiceOption, numberOption, type Call } from "../call";
import { groupByUser } from "../recommenders/interactions";
import { compareInProduct } from "../recommenders/product-engine";
import type { RankingTask } from "../recommenders/ranking-task";
import { createNames, readInteractions } from "../readers/read-interactions";
import { InputError } from "../readers/input-error";
import { readViews } from "../readers/read-views";
import { detectCut } from "../recommenders/split";

/** Ranks a test part's items for its users by their history, and by the shop's visits if there are any. */
export const items: Call = {
  flags: { train: null, test: null, repeats: "exclude", visits: "", "learn-from-visits": "yes" },
  prepare(options) {
    const withRepeats = choiceOption(options, "repeats", ["exclude", "include"]) === "include";
    const learnsFromVisits = choiceOption(options, "learn-from-visits", ["yes", "no"]) === "yes";
    const seed = numberOption(options, "seed", { whole: true });
    const userNames = createNames();
    const itemNames = createNames();
    const trainRecords = readInteractions(options.train!, userNames, itemNames);
    const testRecords = readInteractions(options.test!, userNames, itemNames);
    const views = options.visits ? readViews(options.visits, userNames, itemNames) : null;
    const size = { users: userNames.numberOf.size, items: itemNames.numberOf.size };
    const train = groupByUser({ ...trainRecords, ...size });
    const test = groupByUser({ ...testRecords, ...size });
    const task: RankingTask = {
      known: train,
      users: Int32Array.from({ length: size.users }, (_, user) => user).filter(
        (user) => test.offsets[user + 1]! > test.offsets[user]!,
      ),
      targetsOf: (user) =>
        new Set(test.itemOf.subarray(test.offsets[user], test.offsets[user + 1])),
    };
    return () => {
      const isOwnTime = detectCut(train, test).kind !== "window";
      if (views && (isOwnTime || train.order !== "time")) {
        throw new InputError("--visits needs a training part that ends before the test part.");
      }
      return compareInProduct(
        task,
        { isOwnTime, seed, views, learnsFromVisits },
        withRepeats ? ["all", "novel"] : ["novel"],
      );
    };
  },
};
