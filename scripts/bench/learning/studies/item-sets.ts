import { atMost, exactly } from "../goal";
import { measureCall, type MeasuredCall } from "../measure-call";
import { measurePeer } from "../measure-peer";
import { writeMs } from "../peer-words";
import type { Figure, Study } from "../study";

interface Task {
  readonly support: number;
  readonly confidence: number;
  readonly itemSets: number;
  readonly rules: number;
  readonly ms: number;
  /** The input of R's arules. */
  readonly arules: string;
}

const TASKS: readonly Task[] = [
  { support: 0.01, confidence: 0.2, itemSets: 333, rules: 231, ms: 35, arules: "18 ms" },
  { support: 0.001, confidence: 0.5, itemSets: 13_492, rules: 5_668, ms: 190, arules: "90 ms" },
];

/** Products that are bought together. */
export const itemSets: Study = {
  rows: { 9: "Groceries, frequent item sets and rules" },
  dataFile: "groceries_arules/groceries_baskets.csv",
  async measure({ dataFile, repeats }) {
    const figures: Figure[] = [];
    const calls: MeasuredCall[] = [];
    for (const { support, confidence, arules, ...goal } of TASKS) {
      const call = await measureCall("rules", { file: dataFile, support, confidence }, repeats);
      calls.push(call);
      const peerMs = await measurePeer("item-sets", { file: dataFile, support }, repeats);
      figures.push(
        {
          what: `item sets at ${support}`,
          goal: exactly(goal.itemSets),
          measured: call.number("itemSets"),
        },
        {
          what: `rules at ${support} and ${confidence}`,
          goal: exactly(goal.rules),
          measured: call.number("rules"),
        },
        {
          what: "time of both",
          goal: atMost(goal.ms, "ms"),
          measured: 1_000 * call.median("models.eclat.fitSeconds"),
          unit: "ms",
          peer: `arules ${arules}; node-fpgrowth here, without rules, ${writeMs(peerMs)}`,
        },
      );
    }
    return [
      {
        row: 9,
        calls,
        figures,
        tried:
          "eclat on bits, depth first; a process that has just started has not compiled it yet.",
      },
    ];
  },
};
