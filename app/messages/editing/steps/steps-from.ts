import type { z } from "zod";
import { ActionStep, PropertyName, PropertyValue } from "~/flows/definition/action-step";
import { Step } from "~/flows/definition/step";
import { Wait } from "~/flows/duration";
import { emailStep } from "~/flows/library/define-flow";
import { SendStep } from "~/flows/send-step";
import { couponFrom } from "../../coupons/discount-edit";
import { conditionFrom, percentage, wholeNumber } from "./condition-from";
import type { SendEdit, StepEdit, StepEditOf } from "./step-values";

/** Field → problem; fields are `<step>.<field>`. */
export type StepProblems = Record<string, string>;

/**
 * Parses the form's steps, with all problems by field. Values that the form does not show stay as saved.
 *
 * @param saved steps of the form's base version
 * @param flowKey prefix of new template ids
 */
export function stepsFrom(
  edits: readonly StepEdit[],
  saved: readonly Step[],
  flowKey: string,
): { readonly steps: readonly Step[]; readonly problems: StepProblems } {
  const problems: StepProblems = {};
  const steps = edits.map((edit, i) => {
    const below = edits[i + 1]?.stepId ?? "";
    const before = saved.find(({ stepId }) => stepId === edit.stepId) ?? null;
    const { step, wrong } = stepFrom(edit, before, { below, flowKey });
    for (const [field, message] of Object.entries(wrong)) {
      problems[`${edit.stepId}.${field}`] = message;
    }
    return step;
  });
  return { steps, problems };
}

interface ReadStep {
  readonly step: Step;
  readonly wrong: Readonly<Record<string, string>>;
}

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
          hour: "Must be an hour from 0 to 23",
          date: "Must be a day",
        },
      );
    case "send":
      return sendFrom(edit, saved?.kind === "send" ? saved : newEmail(edit.stepId, flowKey), below);
    case "split": {
      const kept = saved?.kind === "split" ? saved.condition : null;
      const condition = conditionFrom(edit.condition, kept);
      const ways = { whenTrue: target(edit.whenTrue), whenFalse: target(edit.whenFalse) };
      return condition === null
        ? withProblems({ kind: "exit", stepId }, { condition: "Fill in what is asked" })
        : { step: { kind: "split", stepId, condition, ...ways }, wrong: {} };
    }
    case "random_split":
      return randomSplitFrom(edit);
    case "set_property": {
      const wrong = {
        ...check("name", PropertyName.safeParse(edit.name)),
        ...check("value", PropertyValue.safeParse(edit.value)),
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

const check = <T>(field: string, parsed: z.ZodSafeParseResult<T>): Record<string, string> =>
  parsed.success ? {} : { [field]: parsed.error.issues[0]?.message ?? "Cannot be used" };

type RawStep = { readonly stepId: string } & Readonly<Record<string, unknown>>;

/** Validates a step with readable messages. */
function readStep(raw: RawStep, sentences: Readonly<Record<string, string>>): ReadStep {
  const parsed = Step.safeParse(raw);
  if (parsed.success) return { step: parsed.data, wrong: {} };
  const fields = parsed.error.issues.map(({ path }) => String(path.at(-1)));
  const known = fields.filter((field) => field in sentences);
  const [first = ""] = Object.keys(sentences);
  return withProblems(
    { kind: "exit", stepId: raw.stepId },
    Object.fromEntries(
      (known.length > 0 ? known : [first]).map((field) => [field, sentences[field] ?? ""]),
    ),
  );
}

function waitFrom(edit: StepEditOf<"wait" | "wait_for">, below: string): ReadStep {
  const { stepId, unit } = edit;
  const wait = Wait.safeParse({ count: wholeNumber(edit.count), unit });
  const wrong: ReadStep["wrong"] = wait.success
    ? {}
    : { count: "Must be a whole number, and at most 365 days" };
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
  const named = paths.every(({ name }) => name.trim() !== "" && name.trim().length <= 40);
  if (!isWhole || !named || paths.length < 2) {
    const message = !named
      ? "Each path needs a name of at most 40 characters"
      : paths.length < 2
        ? "Needs two paths or more"
        : "The shares must add up to 100 %";
    return withProblems({ kind: "exit", stepId }, { paths: message });
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
    { paths: "The shares must add up to 100 %" },
  );
}

function actionFrom(edit: StepEditOf<"tag" | "notify" | "webhook">, below: string): ReadStep {
  const { stepId, next, ...said } = edit;
  const way = explicitNext(next, below);
  const parsed = ActionStep.safeParse({ ...said, stepId, ...way });
  if (parsed.success) return { step: parsed.data, wrong: {} };
  const field = { tag: "tag", notify: "note", webhook: "url" }[edit.kind];
  const message = parsed.error.issues[0]?.message ?? "Cannot be used";
  return withProblems({ kind: "exit", stepId }, { [field]: message });
}

/** Email content is edited in the email editor; the step form edits audience, discount and limits. */
function sendFrom(edit: SendEdit, saved: SendStep, below: string): ReadStep {
  const { next, audience, coupon, exemptFromHourCap } = edit;
  const { next: _next, ...step } = saved;
  const given = coupon === null ? { coupon: null, problems: {} } : couponFrom(coupon);
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
      ...given.problems,
      ...(settle.success ? {} : { settleMinutes: "Must be a whole number from 0 to 1,440" }),
    },
  };
}

/** A new email; its draft is created when the flow is saved. */
const newEmail = (stepId: string, flowKey: string): SendStep => ({
  ...emailStep(stepId),
  templateId: `${flowKey}/${stepId}`,
});
