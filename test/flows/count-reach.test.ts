import { describe, expect, test } from "vitest";
import type { Step } from "~/flows/definition/step";
import { findFlowWarnings } from "~/flows/find-flow-warnings";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { mail } from "~/flows/library/define-flow";
import { SendStep } from "~/flows/send-step";
import { countReach } from "~/flows/moving/count-reach";

const send = (stepId: string, next?: string | null): Step => ({
  ...SendStep.parse({ ...mail(stepId), templateId: `own/${stepId}` }),
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
    steps: [send("mail-1"), wait("wait-1"), send("mail-2"), wait("wait-2"), send("mail-3")],
  };
  const OLD = { steps: NEW.steps.filter(({ stepId }) => stepId !== "mail-2") };

  test("separates enrollments before the email, past it and on a version without it", () => {
    const standing = [
      { stepId: "mail-1", version: 2, count: 4 },
      { stepId: "mail-2", version: 2, count: 8 },
      { stepId: "mail-3", version: 2, count: 20 },
      { stepId: "mail-3", version: 1, count: 5 },
    ];
    expect(countReach("own/mail-2", standing, (version) => (version === 1 ? OLD : NEW))).toEqual({
      people: 37,
      coming: [
        { stepId: "mail-1", count: 4 },
        { stepId: "mail-2", count: 8 },
      ],
      past: 20,
      without: 5,
    });
  });

  test("follows the branches of a split to their ends", () => {
    const steps = [split("ask", "mail-1", "mail-2"), send("mail-1", null), send("mail-2")];
    const reach = (stepId: string) =>
      countReach("own/mail-2", [{ stepId, version: 1, count: 1 }], () => ({ steps }));
    expect(reach("ask").coming).toHaveLength(1);
    expect(reach("mail-1")).toMatchObject({ coming: [], past: 1 });
  });
});

describe("findFlowWarnings", () => {
  test("names two emails with no wait between them", () => {
    const steps = [send("a"), split("ask", "b", "wait"), send("b"), wait("wait"), send("c")];
    expect(findFlowWarnings(steps)).toEqual([
      "Mail 2 comes right after mail 1: add a wait between them.",
    ]);
  });

  test("finds none in the flows of the library", () => {
    expect(FLOW_LIBRARY.flatMap(({ steps }) => findFlowWarnings(steps))).toEqual([]);
  });
});
