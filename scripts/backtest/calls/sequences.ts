import { choiceOption, numberOption, type Call } from "../call";
import { InputError } from "../readers/input-error";
import { groupByUser } from "../recommenders/interactions";
import { compareInProduct } from "../recommenders/product-engine";
import { readSequences } from "../readers/read-interactions";
import { cutTraining } from "../recommenders/split";

/** Holds out the last item and ranks all items that the user lacks. */
export const sequences: Call = {
  flags: { file: null, holdout: "last" },
  prepare(options) {
    choiceOption(options, "holdout", ["last"]);
    const seed = numberOption(options, "seed", { whole: true });
    const all = groupByUser(readSequences(options.file!));
    return () => {
      const test = cutTraining(all, { kind: "last" }, seed);
      if (test.users.length === 0)
        throw new InputError(`${options.file}: every user has one item.`);
      return compareInProduct(test, { isOwnTime: true, seed }, ["novel"]);
    };
  },
};
