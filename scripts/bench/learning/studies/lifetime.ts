import { atLeast, atMost } from "../goal";
import { measureCall } from "../measure-call";
import type { Study } from "../study";

/** The published fit of the sample: Fader, Hardie, Lee 2005; Fader & Hardie 2013. */
const PUBLISHED = {
  buying: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 },
  spending: { p: 6.2496, q: 3.7442, gamma: 15.4435 },
  logLikelihood: -9582.43,
};

/** Purchase frequency and spending over the customer lifetime. */
export const lifetime: Study = {
  rows: { 4: "CDNOW, the sample of one in ten" },
  dataFile: "cdnow/cdnow_sample_1in10.csv",
  async measure({ dataFile, repeats }) {
    const flags = {
      file: dataFile,
      customer: "customer_id",
      value: "dollars",
      "calibration-end": "1997-09-30",
      "holdout-end": "1998-06-30",
    };
    const call = await measureCall("lifetime", flags, repeats);
    const furthestPercent = (published: Readonly<Record<string, number>>) =>
      100 *
      Math.max(
        ...Object.entries(published).map(([name, value]) =>
          Math.abs(call.number(name) / value - 1),
        ),
      );
    return [
      {
        row: 4,
        calls: [call],
        figures: [
          {
            what: "r, alpha, a, b: the furthest from the published",
            goal: atMost(0.5, "%"),
            measured: furthestPercent(PUBLISHED.buying),
            unit: "%",
          },
          {
            what: "log likelihood: off the published",
            goal: atMost(0.05),
            measured: Math.abs(call.number("logLikelihood") - PUBLISHED.logLikelihood),
          },
          {
            what: "p, q, gamma: the furthest from the published",
            goal: atMost(0.5, "%"),
            measured: furthestPercent(PUBLISHED.spending),
            unit: "%",
          },
          {
            what: "both fits",
            goal: atMost(150, "ms"),
            measured: 1_000 * call.median("fitSeconds"),
            unit: "ms",
            peer: "lifetimes 212 ms",
          },
          {
            what: "correlation in the holdout",
            goal: atLeast(0.625),
            measured: call.number("holdout.correlation"),
          },
          {
            what: "mean absolute error in the holdout",
            goal: atMost(0.79),
            measured: call.number("holdout.mae"),
          },
        ],
        tried: "several starts, each to the maximum by analytic gradients.",
      },
    ];
  },
};
