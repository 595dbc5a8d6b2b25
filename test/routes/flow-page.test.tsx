import { describe, expect, test } from "vitest";
import { ShownEmail } from "~/components/email/email-preview";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { TRIGGER_KINDS } from "~/flows/definition/trigger-field";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { FlowPage } from "~/routes/app.flows.$flowId/page";
import type { FLOW_TABS } from "~/routes/app.flows.$flowId/use-flow-tab";
import { VersionList } from "~/routes/app.flows.$flowId/version-list";
import type { ShownFlow } from "~/routes/app.flows.$flowId/shown-flow";
import { SimulationOutcome } from "~/routes/app.flows.$flowId/simulation-outcome";
import { NewFlowPage } from "~/routes/app.flows.new/page";
import { FlowsPage } from "~/routes/app.flows._index/page";
import { htmlOf, textOf } from "../support/render-page";

const FLOW: ShownFlow = {
  flowId: "abandoned-checkout",
  name: "Abandoned checkout",
  status: "live",
  version: 3,
  countedAt: null,
  definition: ABANDONED_CHECKOUT,
  currency: "GBP",
  timeZone: "Europe/London",
  names: { currency: "GBP", values: {}, segments: { s1: "Regulars" }, metafields: {} },
  shopHoldoutRate: 0.05,
  shopRepeatDays: 30,
  readyEmails: [],
  subjects: { "email-1": "We kept it, {{ recipient.firstName }}" },
  sketches: { "email-1": ["heading", "text", "list", "button"] },
  numbers: {
    "email-1": {
      waiting: 4,
      planned: 2,
      sent: 140,
      skipped: 12,
      withheld: 7,
      clicked: 31,
      orders: 12,
      netMinor: 702_10,
    },
  },
  enrollments: { active: 31, completed: 22, holdout: 9 },
  exits: [{ reason: "order_placed", count: 44 }],
  earlier: { people: 6, further: 2, ending: 1 },
  isMoving: false,
  isDeletable: false,
  refusals: [],
  promisedSteps: {},
  forecast: null,
  stepsWithCode: [],
  draftSteps: [],
  mayMakeDiscounts: true,
  maxDiscountPercent: 15,
};

const nothing = () => undefined;
const page = (flow: ShownFlow, tab: (typeof FLOW_TABS)[number] = "results") => (
  <FlowPage
    {...{ flow, tab }}
    onTab={nothing}
    problems={{}}
    problem={null}
    entering={null}
    isSaving={false}
    isSwitching={false}
    onSave={nothing}
    onSwitch={nothing}
    onAct={nothing}
    simulation={null}
    why={{ answer: undefined, isPending: false, hasFailed: false, onExplain: nothing }}
    isSimulating={false}
    onSimulate={nothing}
    history={null}
    isLoadingHistory={false}
    onShowHistory={nothing}
    isActing={false}
  />
);

test("shows a flow from its trigger to its end, with the figures of each step", () => {
  const text = textOf(page(FLOW));
  expect(text).toContain("Checkout abandoned for 1 hour");
  expect(text).toContain("4 customers just entered");
  expect(text).toContain("Scheduled 2 Sent 140 Not sent 19 Clicked 31 Orders 12 £702.10");
  expect(text).toContain("Subscribed to marketing email Edit Yes: Wait: 24 hours No: End");
  expect(text).toContain("End of the flow, reached by 22 customers");
});

test("the limits of a flow and of its email can be set, each with a help text", () => {
  const html = htmlOf(page(FLOW, "settings"));
  for (const label of [
    "Re-entry after",
    "Repeat email after",
    "Priority",
    "Min delay",
    "Exempt from the hours between emails",
  ]) {
    expect(html).toContain(label);
  }
  expect(textOf(page(FLOW, "settings"))).toContain(
    "about another checkout only after the hours between emails",
  );
  const definition = FLOW_LIBRARY.find(({ key }) => key === "abandoned-cart")!;
  expect(textOf(page({ ...FLOW, definition }, "settings"))).toContain(
    "Leave blank to use your setting, 30 days.",
  );
});

test("shows an email by its subject, with a link to its editor", () => {
  const definition = FLOW_LIBRARY.find(({ key }) => key === "abandoned-checkout")!;
  const html = htmlOf(page({ ...FLOW, definition }));
  expect(html).toContain("We kept it, [First name]");
  expect(html).toContain('href="/app/emails/abandoned-checkout/email-1"');
});

test("marks a draft in place, and reports two emails without a wait", () => {
  const [, second] = FLOW.definition.steps.filter(({ kind }) => kind === "send");
  const text = textOf(page({ ...FLOW, draftSteps: [second!.stepId] }));
  expect(text).toContain("1 email is a draft and isn’t sent");
  // A badge announces its tone to screen readers.
  expect(text).toContain("Email 2 Attention Draft");
  expect(text).toContain("Until then, the flow skips it.");

  const steps = FLOW.definition.steps.filter(({ kind }) => kind === "send");
  const atOnce = textOf(page({ ...FLOW, definition: { ...FLOW.definition, steps } }));
  expect(atOnce).toContain("Email 2 comes right after email 1. Add a wait between them.");
});

test("an email's discount is set beside it, with Shopify's reason for a refusal", () => {
  const coupon = { percentOff: 15, validDays: 3 };
  const steps = ABANDONED_CHECKOUT.steps.map((step) =>
    step.stepId === "email-1" && step.kind === "send" ? { ...step, coupon } : step,
  );
  const refusal = { stepId: "email-1", percentOff: 15, since: "2026-03-02T09:00:00.000Z" };
  const flow = { ...FLOW, definition: { ...ABANDONED_CHECKOUT, steps } };
  const text = textOf(
    page({ ...flow, refusals: [{ ...refusal, reason: "deleted_in_shopify", codes: [] }] }),
  );
  expect(text).toContain("Give each customer a unique discount code");
  expect(text).toContain("15% off one entire order.");
  expect(text).toContain("The published email doesn’t show the code");
  expect(text).toContain(
    "this email is sent without its code. The discount was deleted in Shopify.",
  );
  expect(textOf(page({ ...flow, stepsWithCode: ["email-1"] }))).not.toContain("doesn’t show");
  expect(textOf(page(FLOW))).not.toContain("Valid for");
});

test("describes the effect of a change on people in the flow", () => {
  const text = textOf(page(FLOW, "notes")) + textOf(page(FLOW, "results"));
  expect(text).toContain("Changes are saved as version 4");
  expect(text).toContain("Customers already in the flow keep the version they started with.");
  expect(text).toContain("6 customers are on an earlier version.");
});

test.each(FLOW_LIBRARY.map((definition) => [definition.name, definition] as const))(
  "every field of %s has a label",
  (_name, definition) => {
    const html = (["results", "settings", "notes"] as const)
      .map((tab) => htmlOf(page({ ...FLOW, definition, numbers: {} }, tab)))
      .join("");
    const ids = [...html.matchAll(/<(?:input|select|textarea)[^>]* id="([^"]+)"/g)].map(
      (m) => m[1],
    );
    expect(ids.length).toBeGreaterThan(2);
    expect(ids.filter((id) => !html.includes(`for="${id}"`))).toEqual([]);
  },
);

test("the empty list says when flows will exist, and shows errors", () => {
  const text = textOf(
    <FlowsPage
      list={{ currency: "GBP", industry: "online_store", countedAt: null, flows: [] }}
      problem={{ code: "not_allowed" }}
      entering={{ flowId: "vip", name: "Best customers", count: 12 }}
      switching={null}
      onSwitch={nothing}
    />,
  );
  expect(text).toContain("No flows yet");
  expect(text).toContain("Archived flows can’t be turned on again.");
  expect(text).toContain("Best customers is on and enrolls 12 customers who already qualify.");
});

test("the preview of an email that Gmail may clip says so, with advice", () => {
  const email = { kind: "ready", subject: "Your basket", html: "<p></p>", text: "" } as const;
  const shown = (htmlBytes: number) =>
    textOf(<ShownEmail preview={{ ...email, htmlBytes }} title="Preview" />);
  expect(shown(80_000)).not.toContain("is large");
  const text = shown(84_200);
  expect(text).toContain("This email is large (85 kB)");
  expect(text).toContain("Shorten the text or show fewer products");
});

describe("the simulation of a flow", () => {
  const SIMULATION = {
    ...{ people: 40, enrollments: 44, emails: 90, emailsByStep: {}, ends: {}, examples: [] },
    ...{ holdoutRate: 0.05, isCut: false, effect: null },
  };
  const effect = {
    revenueMinor: { value: 120_00, low: -30_00, high: 270_00 },
    unsubscribes: { value: 0.4, low: 0, high: 1.2 },
  };

  test("says what the emails are expected to bring per week", () => {
    const outcome = <SimulationOutcome flow={FLOW} simulation={{ ...SIMULATION, effect }} />;
    expect(textOf(outcome)).toMatch(
      /£120\S* in revenue \(most likely [-−]\u2060?£30\S* to £270\S*\) and 0.4 unsubscribes \(at most 1.2\)/,
    );
  });

  test("links to the reason while that is unknown", () => {
    const outcome = <SimulationOutcome flow={FLOW} simulation={SIMULATION} />;
    expect(textOf(outcome)).toContain("isn’t known yet");
    expect(htmlOf(outcome)).toContain(
      'href="/app/reports/what-if?question=flow_off%2Fabandoned-checkout"',
    );
  });
});

test("offers every trigger for a new flow, with what the flow does and the flows that have it", () => {
  const text = textOf(
    <NewFlowPage
      page={{
        segments: [{ segmentId: "s1", name: "Regulars" }],
        flows: [{ flowId: "thank-you", name: "Thank you", trigger: "order_paid" }],
      }}
      isIncomplete={false}
      isCreating={false}
      onCreate={nothing}
    />,
  );
  expect(text.match(/Emails (customers|subscribers)/g)).toHaveLength(TRIGGER_KINDS.length);
  expect(text).toContain("You already have a flow with this trigger: Thank you");
});

test("lists the versions of a flow with their changes in words", () => {
  const [wait] = ABANDONED_CHECKOUT.steps.filter(({ kind }) => kind === "wait");
  const longer = { ...wait, for: { count: 2, unit: "days" } } as typeof wait;
  const text = textOf(
    <VersionList
      flow={FLOW}
      entries={[
        {
          version: 3,
          savedAt: "2026-03-02T09:00:00.000Z",
          changes: [
            { kind: "changed", step: longer!, before: wait!, number: null },
            { kind: "removed", step: ABANDONED_CHECKOUT.steps[0]!, number: 1 },
            { kind: "part", part: "limits" },
          ],
        },
        { version: 2, savedAt: "2026-03-01T09:00:00.000Z", changes: [] },
      ]}
      isRestoring={false}
      isDirty={false}
      onRestore={nothing}
    />,
  );
  expect(text).toContain("Changed: Wait, from “24 hours” to “2 days”");
  expect(text).toContain("Removed: Email 1 Changed: Limits per customer");
  expect(text).toContain("Version 2");
  expect(text).toContain("Restore No changes");
});

test("says when older counts of a large shop were made", () => {
  const flows = (countedAt: string | null) =>
    textOf(
      <FlowsPage
        list={{ currency: "GBP", industry: "online_store", countedAt, flows: [] }}
        problem={null}
        entering={null}
        switching={null}
        onSwitch={nothing}
      />,
    );
  expect(flows("2026-03-02T09:00:00.000Z")).toContain("As of Mar 2, 2026, 9:00 AM.");
  expect(flows(null)).not.toContain("As of");
});
