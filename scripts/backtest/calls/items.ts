import { choiceOption, numberOption, type Call } from "../call";
import { groupByUser } from "../recommenders/interactions";
import { compareInProduct } from "../recommenders/product-engine";
import type { RankingTask } from "../recommenders/ranking-task";
import { createNames, readInteractions } from "../readers/read-interactions";
import { detectCut } from "../recommenders/split";

/** Ranks a test part's items for its users by their history. */
export const items: Call = {
  flags: { train: null, test: null, repeats: "exclude" },
  prepare(options) {
    const withRepeats = choiceOption(options, "repeats", ["exclude", "include"]) === "include";
    const seed = numberOption(options, "seed", { whole: true });
    const userNames = createNames();
    const itemNames = createNames();
    const trainRecords = readInteractions(options.train!, userNames, itemNames);
    const testRecords = readInteractions(options.test!, userNames, itemNames);
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
      return compareInProduct(
        task,
        { isOwnTime, seed },
        withRepeats ? ["all", "novel"] : ["novel"],
      );
    };
  },
};
