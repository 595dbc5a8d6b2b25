import type { CompiledTemplate } from "../compiling/compiled-template";
import { fillTarget, fillTemplate, type FillOutcome } from "../compiling/fill-template";
import { viewEmail, type ViewShape } from "../merge/email-view";
import type { EmailValues } from "../merge/email-values";
import type { PlannedTarget } from "./plan-links";
import { collectPromotion, type PromotionFacts } from "./promotion";
import { writeAnnotations } from "./write-annotations";

/** The URLs of a template's own links for this recipient, in order. */
export function fillTargets(
  { targets }: CompiledTemplate,
  values: EmailValues,
  shape: ViewShape,
): readonly PlannedTarget[] {
  if (targets.length === 0) return [];
  const view = viewEmail(values, shape);
  return targets.map(({ position, parts }) => ({ position, target: fillTarget(parts, view) }));
}

interface MessageFacts extends Omit<PromotionFacts, "view" | "values" | "describeOffer"> {
  /** With tracked links. */
  readonly values: EmailValues;
  readonly shape: ViewShape;
}

/** Fills in a message with its annotations for Gmail; without them if it would be too large with them. */
export function fillMessage(compiled: CompiledTemplate, facts: MessageFacts): FillOutcome {
  const { values, shape } = facts;
  const view = viewEmail(values, shape);
  const describeOffer = (percent: string) => shape.text("coupon.badge", { percent });
  const annotations = writeAnnotations(collectPromotion({ ...facts, view, describeOffer }));
  const filled = fillTemplate(compiled, { ...view, annotations });
  const isTooLarge = filled.kind === "refused" && filled.reason === "too_large";
  return isTooLarge ? fillTemplate(compiled, view) : filled;
}
