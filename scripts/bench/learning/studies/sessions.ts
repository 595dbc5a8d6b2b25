import { atLeast, atMost } from "../goal";
import { measureCall } from "../measure-call";
import type { Study } from "../study";

const TRAIN = "yoochoose1_64_train_sessions.txt.gz";
const TEST = "yoochoose1_64_test_prefix_target.txt.gz";

/** The next click of visitors in sessions without further data. */
export const sessions: Study = {
  rows: { 14: "Yoochoose 1/64, the next click of a session" },
  dataFile: `sessions/${TRAIN}`,
  async measure({ dataFile, repeats }) {
    const flags = { train: dataFile, test: dataFile.replace(TRAIN, TEST) };
    const call = await measureCall("sessions", flags, repeats);
    return [
      {
        row: 14,
        calls: [call],
        p99Ms: call.median("models.blend.p99Ms"),
        figures: [
          {
            what: "HR@20",
            goal: atLeast(0.7),
            measured: call.number("models.blend.hitRate20"),
            peer: "SR-GNN .7057",
          },
          {
            what: "MRR@20",
            goal: atLeast(0.29),
            measured: call.number("models.blend.mrr20"),
            peer: "SR-GNN .3094",
          },
          {
            what: "p99 of an answer",
            goal: atMost(5, "ms"),
            measured: call.median("models.blend.p99Ms"),
            unit: "ms",
          },
        ],
        tried:
          "transitions and session neighbors, blended; of an item the 2,500 youngest sessions.",
      },
    ];
  },
};
