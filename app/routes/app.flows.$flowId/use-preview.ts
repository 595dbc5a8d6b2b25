import { useFetcher } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";
import type { FlowDefinition } from "~/flows/flow";
import { editOf, type FlowEdit } from "~/messages/editing/edit-flow";
import type { MailPreview } from "~/messages/editing/preview-mail.server";
import type { action } from "../app.preview/route";

/** Somebody who types is not shown every letter. */
const PAUSE_MS = 250;

/** Previews of the flow's mails: the first one at once, then whichever is asked for. */
export function usePreview(
  definition: FlowDefinition,
): [MailPreview | null, (edit: FlowEdit, stepId: string) => void] {
  const { submit, data } = useFetcher<typeof action>();
  const timer = useRef<number>(0);

  const request = useCallback(
    (edit: FlowEdit, stepId: string) => {
      const step = definition.steps.find((each) => each.stepId === stepId);
      const mail = edit.steps.find((each) => each.stepId === stepId);
      if (mail?.kind !== "send") return;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        // A mail that is new is a letter.
        const template = step?.kind === "send" ? step.template : "letter";
        const pickCount = Number(mail.pickCount ?? 0) || 0;
        submit(
          { template, copy: mail.copy, pickCount },
          { method: "post", action: "/app/preview", encType: "application/json" },
        );
      }, PAUSE_MS);
    },
    [definition, submit],
  );

  useEffect(() => {
    const first = definition.steps.find(({ kind }) => kind === "send");
    if (first) request(editOf(definition, 0), first.stepId);
    return () => window.clearTimeout(timer.current);
    // Once for a page: later previews are asked for by the form.
  }, []);

  return [data ?? null, request];
}
