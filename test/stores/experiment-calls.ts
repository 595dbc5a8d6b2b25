import { daysAgo, NOW } from "../support/builders";
import { FLOW } from "./table-values";

const experiment = {
  kind: "subject",
  flowId: FLOW,
  stepId: "email-1",
  variants: [{ variant: "own", text: null, share: 1 }],
  isPausedAfterRestore: false,
};

const discountModel = {
  ...{ emails: [], mean: [0], covariance: [1], taken: 0.7, orderMinor: 40_00, marginRate: 0.5 },
  ...{ sends: 0, orders: 0 },
};

export const EXPERIMENT_CALLS = {
  listExperiments: [],
  listDrawnExperiments: [["subject"]],
  pauseTests: [NOW],
  unpauseTests: [],
  saveExperiment: [experiment, NOW],
  saveDiscountModel: [discountModel, NOW],
  recordDecision: [
    { experiment, after: experiment.variants, evidence: { kind: "trial", sends: 1_000 } },
    NOW,
  ],
  revertDecision: ["decision_id", NOW],
  resumeExperiment: [`subject/${FLOW}/email-1`],
  stopExperiment: [`subject/${FLOW}/email-1`, NOW],
  listLearnings: [{ since: daysAgo(1_000), limit: 9 }],
  listDecisions: [{ since: daysAgo(1_000), limit: 9 }],
  listNewestDecisions: [],
};
