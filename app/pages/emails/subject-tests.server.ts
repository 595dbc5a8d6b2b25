import type { Db } from "~/db.server";
import {
  MERCHANT_SETTING,
  scopeKey,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import { listExperiments } from "~/experiments/optimization/experiment-store.server";
import { listDrawnVariants } from "~/feedback/gains/drawn-variant-store.server";
import { getEmailNumber } from "~/flows/email-name";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import { listReadySubjects, type ReadySubject } from "~/messages/ready/ready-subjects.server";
import type { ShopId } from "~/lib/shop-id";

/** A subject with its share and its results; `text` is null for the email's own. */
export interface TestedSubject extends VariantShare {
  readonly emails: number;
  readonly clicks: number;
}

/** The subjects of an email in a live flow. */
export interface SubjectTest {
  readonly flowId: string;
  readonly stepId: string;
  readonly flowName: string;
  readonly emailNumber: number;
  readonly subjects: readonly TestedSubject[];
  /** Other subjects of the prebuilt email that are not tested yet. */
  readonly suggestions: readonly ReadySubject[];
}

/** The subjects of a template by live flow that sends it. */
export async function loadSubjectTests(
  db: Db,
  shopId: ShopId,
  templateId: string,
  now: Date,
): Promise<SubjectTest[]> {
  const flows = await listLiveFlows(db, shopId);
  const uses = flows.flatMap(({ flowId, definition }) =>
    definition.steps.flatMap((step) =>
      step.kind === "send" && step.templateId === templateId
        ? [{ flowId, stepId: step.stepId, definition }]
        : [],
    ),
  );
  if (uses.length === 0) return [];
  const experiments = new Map(
    (await listExperiments(db, shopId)).map((it) => [scopeKey(it), it] as const),
  );
  const drawn = await listDrawnVariants(db, shopId, now);
  return uses.map(({ flowId, stepId, definition }) => {
    const experiment = experiments.get(scopeKey({ kind: "subject", flowId, stepId }));
    const tested = new Set(experiment?.variants.map(({ variant }) => variant));
    return {
      ...{ flowId, stepId, flowName: definition.name },
      suggestions: listReadySubjects(templateId).filter(({ variant }) => !tested.has(variant)),
      emailNumber: getEmailNumber(definition, stepId) ?? 1,
      subjects: (experiment?.variants ?? MERCHANT_SETTING).map((share) => {
        const result = drawn.find(
          (it) =>
            it.kind === "subject" &&
            it.flowId === flowId &&
            it.stepId === stepId &&
            it.variant === share.variant,
        );
        return { ...share, emails: result?.emails ?? 0, clicks: result?.clicks ?? 0 };
      }),
    };
  });
}
