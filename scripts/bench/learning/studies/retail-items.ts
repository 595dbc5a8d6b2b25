import { atLeast } from "../goal";
import { measureCall } from "../measure-call";
import { readRetail, RETAIL_CUT, RETAIL_FILE, writeInteractions } from "../online-retail";
import type { Study } from "../study";

/** Purchases in the next ninety days. */
export const retailItems: Study = {
  rows: { 7: "Online Retail II, what customers known before buy in the next 90 days" },
  dataFile: RETAIL_FILE,
  async measure({ dataFile, folder }) {
    const lines = readRetail(dataFile);
    const [known, later] = [
      lines.filter(({ at }) => at < RETAIL_CUT.day),
      lines.filter(({ at }) => at >= RETAIL_CUT.day),
    ];
    const flags = {
      train: writeInteractions(known, folder, "train"),
      test: writeInteractions(later, folder, "test"),
      repeats: "include",
    };
    const call = await measureCall("items", flags, 1);
    return [
      {
        row: 7,
        calls: [call],
        p99Ms: call.median("models.blend.p99Ms"),
        figures: [
          {
            what: "capped recall@10, repeats included",
            goal: atLeast(0.375),
            measured: call.number("models.blend.withHistory.cappedRecall10"),
            peer: "blend .369, own frequency decayed .366, item-kNN .254, recent popularity .128",
          },
          {
            what: "capped recall@10, new products only",
            goal: atLeast(0.115),
            measured: call.number("models.blend.novel.withHistory.cappedRecall10"),
            peer: "item-kNN .110, blend .102, recent popularity .061",
          },
        ],
        tried:
          "own frequency, transitions, neighbors of products and of people, graph walk and EASE, blended apart for all and for new products.",
      },
    ];
  },
};
