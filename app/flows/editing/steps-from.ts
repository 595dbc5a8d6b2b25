import {
  ActionStep,
  MAX_LENGTHS,
  PropertyName,
  PropertyValue,
} from "~/flows/definition/action-step";
import { DISCOUNT_BOUNDS } from "~/flows/definition/discount-bounds";
import { MAX_SETTLE_MINUTES } from "~/flows/definition/settle-minutes";
import { findWebhookUrlProblem } from "~/flows/definition/webhook-url";
import { Step } from "~/flows/definition/step";
import { MAX_WAIT_DAYS, Wait } from "~/flows/definition/duration";
import { emailStep } from "~/flows/definition/define-flow";
import { SendStep } from "~/flows/definition/send-step";
import { couponFrom } from "./discount-edit";
import type { FlowEditProblem, FlowEditProblems } from "./flow-edit-problem";
import { conditionFrom, percentage, wholeNumber } from "./condition-from";
import type { SendEdit, StepEdit, StepEditOf } from "./step-values";

/**
 * Parses the form's steps, with all problems by `<step>.<field>`. Values that the form does not show stay as saved.
 *
 * @param saved steps of the form's base version
 * @param flowKey prefix of new template ids
 */
export function stepsFrom(
  edits: readonly StepEdit[],
  saved: readonly Step[],
  flowKey: string,
): { readonly steps: readonly Step[]; readonly problems: FlowEditProblems } {
  const problems: Record<string, FlowEditProblem> = {};
  const steps = edits.map((edit, i) => {
    const below = edits[i + 1]?.stepId ?? "";
    const before = saved.find(({ stepId }) => stepId === edit.stepId) ?? null;
    const { step, wrong } = stepFrom(edit, before, { below, flowKey });
    for (const [field, problem] of Object.entries(wrong)) {
      problems[`${edit.stepId}.${field}`] = problem;
    }
    return step;
  });
  return { steps, problems };
}

interface ReadStep {
  readonly step: Step;
  readonly wrong: FlowEditProblems;
}

const MAX_PATH_NAME = 40;

const target = (to: string) => (to === "" ? null : to);

interface StepContext {
  /** The step below; empty: none. */
  readonly below: string;
  readonly flowKey: string;
}

function stepFrom(edit: StepEdit, saved: Step | null, { below, flowKey }: StepContext): ReadStep {
  const { stepId } = edit;
  switch (edit.kind) {
    case "wait":
    case "wait_for":
      return waitFrom(edit, below);
    case "wait_until":
      return readStep(
        { kind: edit.kind, stepId, ...explicitNext(edit.next, below), until: untilOf(edit) },
        {
          hour: { code: "hour" },
          date: { code: "date" },
        },
      );
    case "send":
      return sendFrom(edit, saved?.kind === "send" ? saved : newEmail(edit.stepId, flowKey), below);
    case "split": {
      const kept = saved?.kind === "split" ? saved.condition : null;
      const condition = conditionFrom(edit.condition, kept);
      const ways = { whenTrue: target(edit.whenTrue), whenFalse: target(edit.whenFalse) };
      return condition === null
        ? withProblems({ kind: "exit", stepId }, { condition: { code: "incomplete" } })
        : { step: { kind: "split", stepId, condition, ...ways }, wrong: {} };
    }
    case "random_split":
      return randomSplitFrom(edit);
    case "set_property": {
      const wrong: FlowEditProblems = {
        ...(!PropertyName.safeParse(edit.name).success && {
          name: { code: "property_name", max: MAX_LENGTHS.propertyName },
        }),
        ...(!PropertyValue.safeParse(edit.value).success && {
          value: { code: "text_length", max: MAX_LENGTHS.propertyValue },
        }),
      };
      const { kind, name, value } = edit;
      const named = { name: name.trim(), value: value.trim() };
      return { step: { kind, stepId, ...explicitNext(edit.next, below), ...named }, wrong };
    }
    case "tag":
    case "notify":
    case "webhook":
      return actionFrom(edit, below);
    case "suppress":
      return { step: { kind: "suppress", stepId, ...explicitNext(edit.next, below) }, wrong: {} };
    case "exit":
      return { step: { kind: "exit", stepId }, wrong: {} };
  }
}

/** The next step, only if it is not the one below. */
const explicitNext = (next: string, below: string) =>
  next === below ? {} : { next: target(next) };

const withProblems = (step: Step, wrong: ReadStep["wrong"]): ReadStep => ({ step, wrong });

type RawStep = { readonly stepId: string } & Readonly<Record<string, unknown>>;

/** Validates a step; an unnamed problem counts as that of the first field. */
function readStep(raw: RawStep, problems: FlowEditProblems): ReadStep {
  const parsed = Step.safeParse(raw);
  if (parsed.success) return { step: parsed.data, wrong: {} };
  const fields = parsed.error.issues.map(({ path }) => String(path.at(-1)));
  const all = Object.entries(problems);
  const known = all.filter(([field]) => fields.includes(field));
  const wrong = Object.fromEntries(known.length > 0 ? known : all.slice(0, 1));
  return withProblems({ kind: "exit", stepId: raw.stepId }, wrong);
}

function waitFrom(edit: StepEditOf<"wait" | "wait_for">, below: string): ReadStep {
  const { stepId, unit } = edit;
  const wait = Wait.safeParse({ count: wholeNumber(edit.count), unit });
  const wrong: ReadStep["wrong"] = wait.success
    ? {}
    : { count: { code: "wait", max: MAX_WAIT_DAYS } };
  const length = wait.success ? wait.data : { count: 1, unit };
  if (edit.kind === "wait") {
    return {
      step: { kind: "wait", stepId, ...explicitNext(edit.next, below), for: length },
      wrong,
    };
  }
  const { happening } = edit;
  const ways = { whenHappened: target(edit.whenHappened), whenNot: target(edit.whenNot) };
  return { step: { kind: "wait_for", stepId, happening, atMost: length, ...ways }, wrong };
}

function untilOf({ until, hour, date }: StepEditOf<"wait_until">): unknown {
  const at = wholeNumber(hour);
  if (until === "best_hour") return { kind: until, fallbackHour: at };
  return until === "hour" ? { kind: until, hour: at } : { kind: until, hour: at, date };
}

function randomSplitFrom({ stepId, paths }: StepEditOf<"random_split">): ReadStep {
  const shares = paths.map(({ percent }) => percentage(percent));
  const sum = shares.reduce((total, share) => total + share, 0);
  const isWhole = Math.abs(sum - 1) < 1e-6;
  const named = paths.every(
    ({ name }) => name.trim() !== "" && name.trim().length <= MAX_PATH_NAME,
  );
  if (!isWhole || !named || paths.length < 2) {
    const problem: FlowEditProblem = !named
      ? { code: "path_names", max: MAX_PATH_NAME }
      : { code: paths.length < 2 ? "path_count" : "path_shares" };
    return withProblems({ kind: "exit", stepId }, { paths: problem });
  }
  return readStep(
    {
      kind: "random_split",
      stepId,
      paths: paths.map(({ name, to }, i) => ({
        name: name.trim(),
        share: shares[i] ?? 0,
        to: target(to),
      })),
    },
    { paths: { code: "path_shares" } },
  );
}

type ActionEdit = StepEditOf<"tag" | "notify" | "webhook">;

function actionFrom(edit: ActionEdit, below: string): ReadStep {
  const { stepId, next, ...said } = edit;
  const way = explicitNext(next, below);
  const parsed = ActionStep.safeParse({ ...said, stepId, ...way });
  if (parsed.success) return { step: parsed.data, wrong: {} };
  return withProblems({ kind: "exit", stepId }, problemOfAction(edit));
}

function problemOfAction(edit: ActionEdit): FlowEditProblems {
  switch (edit.kind) {
    case "tag":
      return { tag: { code: "tag", max: MAX_LENGTHS.tag } };
    case "notify":
      return { note: { code: "text_length", max: MAX_LENGTHS.note } };
    case "webhook": {
      const code = findWebhookUrlProblem(edit.url.trim());
      return { url: code === null ? { code: "too_long", max: MAX_LENGTHS.url } : { code } };
    }
  }
}

/** Email content is edited in the email editor; the step form edits audience, discount and limits. */
function sendFrom(edit: SendEdit, saved: SendStep, below: string): ReadStep {
  const { next, audience, coupon, exemptFromHourCap } = edit;
  const { next: _next, ...step } = saved;
  const given = coupon === null ? { coupon: null, invalid: [] } : couponFrom(coupon);
  const settle = SendStep.shape.settleMinutes.safeParse(wholeNumber(edit.settleMinutes));
  return {
    step: {
      ...{
        ...step,
        ...explicitNext(next, below),
        audience,
        coupon: given.coupon,
        exemptFromHourCap,
      },
      settleMinutes: settle.success ? settle.data : step.settleMinutes,
    },
    wrong: {
      ...Object.fromEntries(
        given.invalid.map(
          (field) => [field, { code: "whole_number", ...DISCOUNT_BOUNDS[field] }] as const,
        ),
      ),
      ...(!settle.success && {
        settleMinutes: { code: "whole_number", min: 0, max: MAX_SETTLE_MINUTES },
      }),
    },
  };
}

/** A new email; its draft is created when the flow is saved. */
const newEmail = (stepId: string, flowKey: string): SendStep => ({
  ...emailStep(stepId),
  templateId: `${flowKey}/${stepId}`,
});
