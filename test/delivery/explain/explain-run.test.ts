import { describe, expect, test } from "vitest";
import { explainRun, type ExplainedRun } from "~/delivery/explain/explain-run";
import { FlowDefinition } from "~/flows/flow";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { hoursAgo } from "../../support/builders";

const run = (overrides: Partial<ExplainedRun> = {}): ExplainedRun => ({
  ...{ state: "active", exitReason: null, stepId: "wait-1" },
  ...overrides,
});
const sent = (stepId: string) => ({
  ...{ stepId, messageId: `of-${stepId}`, state: "sent" as const, reason: null, at: hoursAgo(1) },
});
const kinds = (...args: Parameters<typeof explainRun>) =>
  explainRun(...args).map(({ stepId, kind }) => `${stepId} ${kind}`);

describe("why somebody got a mail, or did not", () => {
  test("tells of each mail of the flow, in its order", () => {
    expect(kinds(ABANDONED_CHECKOUT, run({ stepId: "mail-2" }), [sent("mail-1")])).toEqual([
      "mail-1 planned",
      "mail-2 to_come",
      "mail-3 to_come",
    ]);
  });

  test("explains the remaining emails of an ended enrollment", () => {
    const left = run({ state: "exited", exitReason: "order_placed", stepId: "mail-2" });
    expect(explainRun(ABANDONED_CHECKOUT, left, [sent("mail-1")])).toMatchObject([
      { kind: "planned", state: "sent" },
      { kind: "left", reason: "order_placed" },
      { kind: "left", reason: "order_placed" },
    ]);
  });

  test("says of a run that came to its end that the others were not on its way", () => {
    const over = run({ state: "completed", stepId: "mail-1" });
    expect(kinds(ABANDONED_CHECKOUT, over, [sent("mail-1")]).slice(1)).toEqual([
      "mail-2 other_way",
      "mail-3 other_way",
    ]);
  });

  test("knows which way a run can still take", () => {
    const [, mail] = ABANDONED_CHECKOUT.steps;
    const flow = FlowDefinition.parse({
      ...ABANDONED_CHECKOUT,
      steps: [
        {
          ...{ kind: "split", stepId: "split-1", condition: { kind: "has_clicked" } },
          ...{ whenTrue: "mail-a", whenFalse: "mail-b" },
        },
        { ...mail, stepId: "mail-a", next: "mail-c" },
        { ...mail, stepId: "mail-b", next: null },
        { ...mail, stepId: "mail-c" },
      ],
    });
    expect(kinds(flow, run({ stepId: "split-1" }), [])).toEqual([
      "mail-a to_come",
      "mail-b to_come",
      "mail-c to_come",
    ]);
    expect(kinds(flow, run({ stepId: "mail-a" }), [])).toEqual([
      "mail-a to_come",
      "mail-b other_way",
      "mail-c to_come",
    ]);
    expect(kinds(flow, run({ stepId: "gone" }), [])).toEqual([
      "mail-a other_way",
      "mail-b other_way",
      "mail-c other_way",
    ]);
  });
});
