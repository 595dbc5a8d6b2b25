import { NOW } from "../support/builders";
import { CONTEXT, FLOW, ORDER, PROFILE } from "./table-values";

const enrollment = {
  enrollmentId: "e1",
  flowId: FLOW,
  version: 1,
  profileId: PROFILE,
  objectKey: "ck1",
  variant: "treated",
  stepId: "email-1",
  nextRunAt: NOW,
  context: CONTEXT,
  attempts: 0,
};
const anotherEnrollment = { ...enrollment, enrollmentId: "e2", objectKey: "ck2" };

/** Arguments of the store functions in flows/ after the database and the shop. */
export const FLOW_CALLS = {
  claimDueEnrollments: [9, NOW],
  listClickedEnrollments: [["e1"]],
  settleEnrollments: [
    [{ enrollment, commands: [] }],
    { isBaseline: () => false, hourExperiments: [] },
    NOW,
  ],
  listEnrollments: [[PROFILE], ["ck1"]],
  insertEnrollments: [[anotherEnrollment], NOW],
  rescheduleEnrollments: [[enrollment], NOW],
  listFlows: [],
  listFlowNames: [],
  findFlow: [FLOW],
  loadFlowVersions: [[{ flowId: FLOW, version: 1 }]],
  findFlowVersion: [{ flowId: FLOW, version: 1 }],
  listFlowVersions: [FLOW, { limit: 9 }],
  loadEnrollmentFacts: [
    [{ profileId: PROFILE, about: { kind: "order", orderId: ORDER } }],
    {
      activity: true,
      predictionRanks: true,
      customer: true,
      properties: true,
      pricePercentile: true,
    },
    NOW,
  ],
  wakeEnrollments: [["e1"], new Date(0)],
  createCustomFlow: [
    { key: "own-2", name: "Own", steps: [] },
    { at: NOW, actor: "merchant", detail: {}, beginEmail: () => Promise.resolve() },
  ],
};
