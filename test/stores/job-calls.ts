import { NOW } from "../support/builders";
import { createTestDeps } from "../support/deps";

const { queue } = createTestDeps();
const claim = { kind: "recommendations", attempts: 1 };

/** Arguments of the store functions in jobs/ after the database and the shop. */
export const JOB_CALLS = {
  isDueToday: ["privacy.reseal", NOW],
  findDoneAt: ["privacy.reseal"],
  markDone: ["privacy.reseal", NOW],
  requestTraining: ["predictions", { requestedBy: "merchant", at: NOW }, { queue }],
  queueTraining: ["predictions", { requestedBy: "merchant", at: NOW }],
  cancelTraining: ["recommendations", NOW],
  restartTraining: ["recommendations", NOW],
  findTrainingRun: ["recommendations"],
  claimTraining: ["recommendations", NOW],
  renewTraining: [claim, { step: "intent", doneRatio: 0.5 }],
  settleTraining: [claim, { state: "failed", message: null, at: NOW }],
};
