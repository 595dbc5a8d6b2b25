import { useState } from "react";
import { useMailPreview } from "~/components/mail/use-mail-preview";
import type { FlowDefinition } from "~/flows/flow";
import type { MailPreview } from "~/messages/editing/preview-mail.server";

/** Previews of the flow's mails as they are sent: the first one at once, then whichever is asked for. */
export function usePreview(
  definition: FlowDefinition,
): [MailPreview | null, (stepId: string) => void] {
  const mails = definition.steps.flatMap((step) => (step.kind === "send" ? [step] : []));
  const [askedId, setAskedId] = useState(mails[0]?.stepId ?? null);
  const asked = mails.find(({ stepId }) => stepId === askedId);
  const preview = useMailPreview(asked?.templateId ?? null);
  const ask = (stepId: string) => {
    if (mails.some((mail) => mail.stepId === stepId)) setAskedId(stepId);
  };
  return [preview, ask];
}
