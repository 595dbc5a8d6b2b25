import { describe, expect, test } from "vitest";
import { describeFlow } from "~/components/flows/describe-flow";
import { countFlowEmails } from "~/flows/definition/count-flow-emails";
import { defineFlow, emailStep } from "~/flows/definition/define-flow";
import type { FlowDefinition } from "~/flows/definition/flow";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { languagesWith } from "~/i18n/catalog.server";
import { textIn } from "~/i18n/text-in.server";

const describeIn = (language: string, flow: FlowDefinition) =>
  describeFlow({ ...flow, emails: countFlowEmails(flow) }, textIn(language, "flows"));

const prebuilt = (key: string) => FLOW_LIBRARY.find((flow) => flow.key === key)!;

describe("a flow's description", () => {
  test("counts the emails that the flow has, and those that one customer gets", () => {
    expect(describeIn("en", prebuilt("thank-you"))).toMatch(
      /get different emails\. Up to 2 of 5 emails for each customer\.$/,
    );
    expect(describeIn("en", prebuilt("abandoned-checkout"))).toMatch(/buy\. Up to 3 emails\.$/);
    expect(describeIn("en", prebuilt("price-drop"))).toMatch(/less now\. One email\.$/);
  });

  test("counts an email that the merchant has added or removed", () => {
    const flow = prebuilt("price-drop");
    const steps = [...flow.steps, { ...flow.steps[0]!, stepId: "email-2" }];
    expect(describeIn("en", { ...flow, steps })).toMatch(/Up to 2 emails\.$/);
    const without = [{ kind: "wait", stepId: "wait-1", for: { count: 1, unit: "days" } }] as const;
    expect(describeIn("en", { ...flow, steps: [...without] })).toMatch(/costs less now\.$/);
  });

  test.each(languagesWith("common"))(
    "has the numbers of the flow in %s, and no others",
    (language) => {
      for (const flow of FLOW_LIBRARY) {
        const { total, most } = countFlowEmails(flow);
        const described = describeIn(language, flow);
        if (most > 1) expect(described, flow.key).toContain(String(most));
        if (total > most) expect(described, flow.key).toContain(String(total));
        const apart = textIn(language, "flows")(`description.${flow.key}` as "description.welcome");
        expect(apart, flow.key).not.toMatch(EMAIL_COUNT);
      }
    },
  );

  /** Days from the trigger to each email, on the path that has the most. */
  test.each([
    ["welcome", [0, 2, 4]],
    ["thank-you", [1, 4]],
    ["cross-sell", [14, 21]],
    ["review-request", [7, 14]],
  ])("names the days on which %s sends", (key, days) => {
    expect(daysOfEmails(prebuilt(key))).toEqual(days);
  });
});

describe("the emails of a flow", () => {
  test("are counted along the path that has the most", () => {
    const flow = defineFlow({
      ...{ key: "own-1", name: "Mine", trigger: prebuilt("thank-you").trigger },
      steps: [
        {
          kind: "random_split",
          stepId: "split",
          paths: [
            { name: "A", share: 0.4, to: "email-1" },
            { name: "B", share: 0.3, to: null },
            { name: "C", share: 0.3, to: "email-3" },
          ],
        },
        emailStep("email-1", { next: "email-4" }),
        emailStep("email-2"),
        emailStep("email-3"),
        emailStep("email-4"),
        { kind: "exit", stepId: "end" },
        emailStep("email-5"),
      ],
      ...{ exits: [], holdoutRate: null },
    });
    expect(countFlowEmails(flow)).toEqual({ total: 5, most: 2 });
  });
});

/** A number of emails in words, in any language of the admin. */
const EMAIL_COUNT =
  /\b(one|two|three|four|eine|zwei|drei|vier|une?|deux|trois|quatre|dos|tres|cuatro) (e-?mails?|correos?)\b|\d通(?!目)/i;

function daysOfEmails({ steps }: FlowDefinition): number[] {
  let day = 0;
  const days: number[] = [];
  for (const step of steps) {
    if (step.kind === "exit") break;
    if (step.kind === "wait" && step.for.unit === "days") day += step.for.count;
    if (step.kind === "send") days.push(day);
  }
  return days;
}
