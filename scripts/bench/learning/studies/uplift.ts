import { atLeast, exactly } from "../goal";
import { measureCall } from "../measure-call";
import type { Study } from "../study";

const WOMENS = "Womens E-Mail";
const MENS = "Mens E-Mail";

/** Customers whom an email changes. */
export const uplift: Study = {
  rows: { 8: "Hillstrom, the half at hand, five halvings" },
  dataFile: "hillstrom/hillstrom_dev.csv.gz",
  async measure({ dataFile }) {
    const outcomes = ["visit", "conversion", "spend"];
    const measure = (treated: string, outcome: string) => {
      const others = outcomes.filter((name) => name !== outcome);
      const flags = {
        file: dataFile,
        arm: "segment",
        treated,
        control: "No E-Mail",
        outcome,
        ignore: ["row", "history_segment", ...others].join(","),
      };
      return measureCall("uplift", flags, 1);
    };
    const womens = await measure(WOMENS, "visit");
    const mens = await measure(MENS, "visit");
    const any = await measure(`${WOMENS},${MENS}`, "visit");
    const conversion = await measure(`${WOMENS},${MENS}`, "conversion");
    return [
      {
        row: 8,
        calls: [womens, mens, any, conversion],
        figures: [
          {
            what: "Qini × 1,000, womens email, visits",
            goal: atLeast(3.2),
            measured: 1_000 * womens.number("qini"),
            peer: "T-learner 3.2 ± 1.0, response 2.4, random .2 ± .6",
          },
          {
            what: "any email, visits: rank by",
            goal: exactly("response"),
            measured: any.text("verdict"),
            peer: "response 2.4, T-learner 1.8",
          },
          {
            what: "mens email, visits: rank by",
            goal: exactly("response"),
            measured: mens.text("verdict"),
          },
          {
            what: "any email, conversion: rank by",
            goal: exactly("not distinguishable"),
            measured: conversion.text("verdict"),
          },
        ],
        tried: "T- and S-learner with a penalty chosen inside the training half.",
      },
    ];
  },
};
