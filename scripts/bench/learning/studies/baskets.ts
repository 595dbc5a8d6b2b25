import { atLeast, atMost } from "../goal";
import { measureCall } from "../measure-call";
import type { Study } from "../study";

/** A household's next basket. */
export const baskets: Study = {
  rows: { 3: "Ta-Feng groceries, the next basket of all users" },
  dataFile: "tafeng_nbr/tafeng_dev.jsonl.gz",
  async measure({ dataFile, repeats }) {
    const call = await measureCall("baskets", { file: dataFile }, repeats);
    return [
      {
        row: 3,
        calls: [call],
        p99Ms: call.median("models.blend.p99Ms"),
        figures: [
          {
            what: "recall@10",
            goal: atLeast(0.139),
            measured: call.number("models.blend.recall10"),
            peer: "UP-CF@r .139, TIFU-KNN .131, own and global frequency .128, global .084",
          },
          {
            what: "NDCG@10",
            goal: atLeast(0.121),
            measured: call.number("models.blend.ndcg10"),
            peer: "UP-CF@r .121, TIFU-KNN .108, own and global frequency .109, global .088",
          },
          {
            what: "settings, fit and all answers",
            goal: atMost(1.5, "s"),
            measured: call.median("seconds"),
            unit: "s",
            peer: "UP-CF@r 1.2 s",
          },
          {
            what: "memory of the process",
            goal: atMost(300, "MB"),
            measured: call.median("peakMb"),
            unit: "MB",
          },
        ],
        tried:
          "a vote below a ten-thousandth of the own share is not counted, and what is prepared for the settings serves the weights too. Choosing both, and measuring three models and their blend, is part of the time.",
      },
    ];
  },
};
