import { useFetcher } from "@remix-run/react";
import { useCallback, useEffect } from "react";
import type { FlowDefinition } from "~/flows/flow";
import type { MailPreview } from "~/messages/editing/preview-mail.server";
import type { action } from "../app.preview/route";

/** Previews of the flow's mails as they are sent: the first one at once, then whichever is asked for. */
export function usePreview(
  definition: FlowDefinition,
): [MailPreview | null, (stepId: string) => void] {
  const { submit, data } = useFetcher<typeof action>();
  const request = useCallback(
    (stepId: string) => {
      const step = definition.steps.find((each) => each.stepId === stepId);
      if (step?.kind !== "send") return;
      const { templateId } = step;
      submit(
        { templateId },
        { method: "post", action: "/app/preview", encType: "application/json" },
      );
    },
    [definition, submit],
  );

  useEffect(() => {
    const first = definition.steps.find(({ kind }) => kind === "send");
    if (first) request(first.stepId);
    // Once for a page: later previews are asked for by whoever opens a mail.
  }, []);

  return [data ?? null, request];
}
