import { describe, expect, test } from "vitest";
import type { Step } from "~/flows/definition/step";
import { findFlowWarnings } from "~/flows/checks/find-flow-warnings";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { emailStep } from "~/flows/definition/define-flow";
import { SendStep } from "~/flows/definition/send-step";
import { countReach } from "~/flows/moving/count-reach";

const send = (stepId: string, next?: string | null): Step => ({
  ...SendStep.parse({ ...emailStep(stepId), templateId: `own/${stepId}` }),
  ...(next !== undefined && { next }),
});
const wait = (stepId: string): Step => ({
  ...{ kind: "wait", stepId, for: { count: 1, unit: "days" } },
});
const split = (stepId: string, whenTrue: string | null, whenFalse: string | null): Step => ({
  ...{ kind: "split", stepId, condition: { kind: "has_clicked" }, whenTrue, whenFalse },
});

describe("countReach", () => {
  const NEW = {
    steps: [send("email-1"), wait("wait-1"), send("email-2"), wait("wait-2"), send("email-3")],
  };
  const OLD = { steps: NEW.steps.filter(({ stepId }) => stepId !== "email-2") };

  test("separates enrollments before the email, past it and on a version without it", () => {
    const standing = [
      { stepId: "email-1", version: 2, count: 4 },
      { stepId: "email-2", version: 2, count: 8 },
      { stepId: "email-3", version: 2, count: 20 },
      { stepId: "email-3", version: 1, count: 5 },
    ];
    expect(countReach("own/email-2", standing, (version) => (version === 1 ? OLD : NEW))).toEqual({
      people: 37,
      coming: [
        { stepId: "email-1", count: 4 },
        { stepId: "email-2", count: 8 },
      ],
      past: 20,
      without: 5,
    });
  });

  test("follows the branches of a split to their ends", () => {
    const steps = [split("ask", "email-1", "email-2"), send("email-1", null), send("email-2")];
    const reach = (stepId: string) =>
      countReach("own/email-2", [{ stepId, version: 1, count: 1 }], () => ({ steps }));
    expect(reach("ask").coming).toHaveLength(1);
    expect(reach("email-1")).toMatchObject({ coming: [], past: 1 });
  });
});

describe("findFlowWarnings", () => {
  test("names two emails with no wait between them", () => {
    const steps = [send("a"), split("ask", "b", "wait"), send("b"), wait("wait"), send("c")];
    expect(findFlowWarnings(steps)).toEqual([{ email: 2, after: 1 }]);
  });

  test("finds none in the flows of the library", () => {
    expect(FLOW_LIBRARY.flatMap(({ steps }) => findFlowWarnings(steps))).toEqual([]);
  });
});
