import { measureUplift, type UpliftVerdict } from "~/ml/experiments/measure-uplift";
import { numberOption, type Call } from "../call";
import { readExperiment } from "../readers/read-experiment";

const PRINTED: Readonly<Record<UpliftVerdict, string>> = {
  uplift: "uplift",
  response: "response",
  not_distinguishable: "not distinguishable",
};

/** Customers whom an email changes, estimated from an experiment with a control variant as the product does. */
export const uplift: Call = {
  flags: {
    file: null,
    arm: null,
    treated: null,
    control: null,
    outcome: null,
    ignore: "",
  },
  prepare(options) {
    const seed = numberOption(options, "seed", { whole: true });
    const list = (text: string) => text.split(",").filter((part) => part !== "");
    const rows = readExperiment({
      file: options.file!,
      variant: options.arm!,
      treated: list(options.treated!),
      control: options.control!,
      outcome: options.outcome!,
      ignore: list(options.ignore!),
    });
    return () => {
      const { rankings, learner, verdict } = measureUplift(rows, seed);
      const models = Object.fromEntries(
        Object.entries(rankings).map(([name, measure]) => [name, { ...measure }]),
      );
      const { qini, qiniSd, uplift30 } = rankings[verdict === "uplift" ? learner : "response"];
      return {
        n: rows.outcomes.length,
        models,
        best: Object.keys(models).reduce((a, b) => (models[b]!.qini > models[a]!.qini ? b : a)),
        more: { qini, qiniSd, uplift30, verdict: PRINTED[verdict] },
      };
    };
  },
};
