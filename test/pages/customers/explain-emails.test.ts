import { describe, expect, test } from "vitest";
import { explainEmails, type EnrollmentProgress } from "~/pages/customers/explain-emails";
import { FlowDefinition } from "~/flows/definition/flow";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { hoursAgo } from "../../support/builders";

const progress = (overrides: Partial<EnrollmentProgress> = {}): EnrollmentProgress => ({
  ...{ state: "active", exitReason: null, stepId: "wait-2" },
  ...overrides,
});
const sent = (stepId: string) => ({
  ...{ stepId, messageId: `of-${stepId}`, state: "sent" as const, reason: null, at: hoursAgo(1) },
});
const kinds = (...args: Parameters<typeof explainEmails>) =>
  explainEmails(...args).map(({ stepId, kind }) => `${stepId} ${kind}`);

describe("reasons of a sent or skipped email", () => {
  test("lists each email of the flow, in its order", () => {
    expect(kinds(ABANDONED_CHECKOUT, progress({ stepId: "email-2" }), [sent("email-1")])).toEqual([
      "email-1 planned",
      "email-2 to_come",
      "email-3 to_come",
    ]);
  });

  test("explains the remaining emails of an ended enrollment", () => {
    const left = progress({ state: "ended", exitReason: "order_placed", stepId: "email-2" });
    expect(explainEmails(ABANDONED_CHECKOUT, left, [sent("email-1")])).toMatchObject([
      { kind: "planned", state: "sent" },
      { kind: "left", reason: "order_placed" },
      { kind: "left", reason: "order_placed" },
    ]);
  });

  test("reports emails on other paths of an enrollment that reached its end", () => {
    const over = progress({ state: "ended", stepId: "email-1" });
    expect(kinds(ABANDONED_CHECKOUT, over, [sent("email-1")]).slice(1)).toEqual([
      "email-2 other_way",
      "email-3 other_way",
    ]);
  });

  test("knows which paths an enrollment can still take", () => {
    const [email] = ABANDONED_CHECKOUT.steps;
    const flow = FlowDefinition.parse({
      ...ABANDONED_CHECKOUT,
      steps: [
        {
          ...{ kind: "split", stepId: "split-1", condition: { kind: "has_clicked" } },
          ...{ whenTrue: "email-a", whenFalse: "email-b" },
        },
        { ...email, stepId: "email-a", next: "email-c" },
        { ...email, stepId: "email-b", next: null },
        { ...email, stepId: "email-c" },
      ],
    });
    expect(kinds(flow, progress({ stepId: "split-1" }), [])).toEqual([
      "email-a to_come",
      "email-b to_come",
      "email-c to_come",
    ]);
    expect(kinds(flow, progress({ stepId: "email-a" }), [])).toEqual([
      "email-a to_come",
      "email-b other_way",
      "email-c to_come",
    ]);
    expect(kinds(flow, progress({ stepId: "gone" }), [])).toEqual([
      "email-a other_way",
      "email-b other_way",
      "email-c other_way",
    ]);
  });
});
