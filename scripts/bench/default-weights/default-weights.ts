import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as pause } from "node:timers/promises";
import type { BlendedList, BlendWeights } from "~/recommendations/blend";
import { GENERAL_WEIGHTS } from "~/recommendations/models/general-weights";
import { LIST_SOURCES } from "~/recommendations/models/model-queries";
import { differenceOf, mean } from "~/recommendations/models/paired-differences";
import type { Report } from "../report";
import type { Table } from "../table";
import { DATA_SETS } from "./data-sets";
import {
  averageWeights,
  collectExamples,
  joinExamples,
  learnOwn,
  measureWeights,
  type Examples,
  type OwnWeights,
} from "./learn-defaults";

const DATA = process.env.KINDRED_DATA ?? "../shared/data";
const TITLES: Readonly<Record<BlendedList, string>> = {
  new_for_you: "New for you",
  next_basket: "Likely next order",
  goes_with: "Goes with",
  buy_again: "Buy again",
};
const LISTS = Object.keys(TITLES) as BlendedList[];

/** The weights of a new shop's lists, from several data sets. */
export const defaultWeights: Report = {
  file: "docs/benchmarks/default-weights.md",
  title: "Default weights of the lists",
  intro:
    "The weights of a shop that has too few customers for its own evaluation, and the prior of its own weights (`app/recommendations/models/general-weights.ts`).",
  parts: LISTS.map((list) => list.replaceAll("_", "-") + "-weights"),
  async *measure(parts) {
    const lists = LISTS.filter((list) => parts.includes(list.replaceAll("_", "-") + "-weights"));
    const learned: LearnedSet[] = [];
    for (const set of DATA_SETS) {
      const known = set.lists.filter((list) => lists.includes(list));
      const file = join(DATA, set.file ?? "");
      if (known.length === 0) continue;
      if (set.file !== null && !existsSync(file)) {
        console.error(`${set.name}: there is no ${set.file} where KINDRED_DATA says`);
        continue;
      }
      const shops = set.drawShops(file);
      const halves = [0, 1].map((half) => {
        const own = shops.filter((_, n) => n % 2 === half);
        return collectExamples(own, known);
      });
      for (const list of known) {
        const parts = halves.flatMap((half) => half.get(list) ?? []);
        const examples = joinExamples(parts);
        learned.push({
          name: set.name,
          list,
          examples,
          own: learnOwn(list, examples),
          halves: parts.map((part) => ({ examples: part, own: learnOwn(list, part) })),
        });
      }
      console.error(`${set.name}: ${shops.length} shops`);
      await pause();
    }
    for (const list of lists) {
      const sets = learned.filter((it) => it.list === list);
      yield weightsTable(list, sets);
      yield effectTable(list, sets);
    }
  },
};

interface LearnedSet {
  readonly name: string;
  readonly list: BlendedList;
  readonly examples: Examples;
  readonly own: OwnWeights;
  /** The same of each half of its shops. */
  readonly halves: readonly { readonly examples: Examples; readonly own: OwnWeights }[];
}

function weightsTable(list: BlendedList, sets: readonly LearnedSet[]): Table {
  const average = averageWeights(
    list,
    sets.map(({ own }) => own),
  );
  const alone = sets.map(({ own }) => averageWeights(list, [own]));
  const cell = (weights: BlendWeights, model: number) =>
    `${weights[model]?.share ?? 0} / ${weights[model]?.log ?? 0}`;
  return {
    title: TITLES[list],
    intro: [
      "The weight of each model's score, as a share of the list's best / by the share's logarithm: of each data set, and their mean. The code keeps its own weights: see decision 151.",
    ],
    columns: ["model", ...sets.map(({ name }) => name), "mean"],
    rows: LIST_SOURCES[list].map((source, model) => [
      source,
      ...alone.map((weights, n) =>
        sets[n]?.own.isKnown[model] === true ? cell(weights, model) : "–",
      ),
      cell(average, model),
    ]),
  };
}

function effectTable(list: BlendedList, sets: readonly LearnedSet[]): Table {
  return {
    title: `${TITLES[list]}: what they find`,
    intro: [
      "NDCG@10 in shops of 500 customers (of baskets: 1,000) with the settings of a new shop: by the weights in the code, and the difference, with its standard error, of the mean weights of the other data sets, as if no shop of this kind were known, and of the mean weights of all data sets, learned from the other half of the shops.",
    ],
    columns: ["data set", "customers", "code", "other kinds of shops", "other shops"],
    rows: sets.map((set) => {
      const others = sets.filter((it) => it !== set).map(({ own }) => own);
      const current = measureWeights(GENERAL_WEIGHTS[list], set.examples);
      const byOthers = measureWeights(averageWeights(list, others), set.examples);
      const byHalves = set.halves.map(({ examples }, half) => {
        const learnedElsewhere = sets.flatMap((it) => it.halves[1 - half]?.own ?? []);
        return {
          current: measureWeights(GENERAL_WEIGHTS[list], examples),
          now: measureWeights(averageWeights(list, learnedElsewhere), examples),
        };
      });
      return [
        set.name,
        set.examples.tasks,
        mean(current).toFixed(4),
        writeDifference(byOthers, current),
        writeDifference(
          byHalves.flatMap(({ now }) => [...now]),
          byHalves.flatMap(({ current: before }) => [...before]),
        ),
      ];
    }),
  };
}

function writeDifference(these: ArrayLike<number>, those: ArrayLike<number>): string {
  const { mean: gain, error } = differenceOf(these, those);
  return `${gain >= 0 ? "+" : "−"}${Math.abs(gain).toFixed(4)} ± ${error.toFixed(4)}`;
}
