import { choiceOption, numberOption, type Call } from "../call";
import { compareRecommenders } from "../recommenders/compare-recommenders";
import { InputError } from "../readers/input-error";
import { groupByUser } from "../recommenders/interactions";
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
      const validation = cutTraining(test.known, { kind: "last" }, seed);
      return compareRecommenders(test, validation, { withRepeats: false });
    };
  },
};
