import { expect, test } from "vitest";
import type { CampaignOutcome, CustomerReason } from "~/pages/customers/explain-customer.server";
import type { ExplainedEnrollment, FlowExplanation } from "~/pages/customers/explain-flow.server";
import { CustomerReasonsCard } from "~/routes/app.customers.$customerId/why-card";
import { textOf } from "../support/render-page";

test("the reasons say in one sentence what each flow and campaign did, and the rest on request", () => {
  const at = "2026-03-03T12:00:00.000Z";
  const campaign = (name: string, outcome: CampaignOutcome): CustomerReason => ({
    kind: "campaign",
    id: name,
    name,
    at: null,
    outcome,
  });
  const flow = (name: string, explanation: Partial<FlowExplanation>): CustomerReason => ({
    kind: "flow",
    id: name,
    name,
    at: null,
    explanation: {
      ...{ customerId: "7", name: null, enrollments: [], notEnrolledReason: null },
      ...explanation,
    },
  });
  const enrollment: ExplainedEnrollment = {
    enrollmentId: "e1",
    isHoldout: false,
    enteredAt: at,
    endedAt: null,
    nextAt: at,
    state: "active",
    exitReason: null,
    stepId: "email-2",
    seen: [],
    emails: [
      {
        kind: "planned",
        stepId: "email-1",
        number: 1,
        messageId: "m1",
        state: "sent",
        reason: null,
        at,
      },
    ],
  };
  const show = (...reasons: CustomerReason[]) => textOf(<CustomerReasonsCard reasons={reasons} />);
  expect(
    show(
      flow("Checkout", { enrollments: [enrollment] }),
      flow("Welcome", { notEnrolledReason: "not_subscribed" }),
      flow("Win-back", { enrollments: [{ ...enrollment, isHoldout: true }] }),
      flow("Browse", { enrollments: [{ ...enrollment, emails: [] }] }),
    ),
  ).toMatch(
    /Checkout Email 1 sent on Mar 3, 2026.* Details .*Welcome .*isn’t subscribed.*Win-back In the holdout since .*Browse The next step is due/i,
  );
  const text = show(
    campaign("Spring", { kind: "not_in_audience" }),
    campaign("Summer", { kind: "left_out", reason: "suppressed" }),
    campaign("Autumn", { kind: "waiting", startsAt: at, isPaused: false }),
    campaign("Winter", { kind: "joined_later" }),
    ...["Sale", "Tea", "Mugs", "Bowls", "Last"].map((name) => campaign(name, { kind: "canceled" })),
  );
  expect(text).toMatch(
    /Spring Not in the audience Summer .+ Autumn In the audience. Starts on Mar 3, 2026.+ Winter In the audience now, but not when/,
  );
  expect(text).toContain("Show all 9");
  expect(text).not.toContain("Last");
  expect(show()).toContain("No flow is on, and no campaign was started.");
});
