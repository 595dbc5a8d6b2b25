import { ConfirmPause } from "~/components/flows/confirm-pause";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import { ConfirmChange, type FlowChangeToConfirm } from "./confirm-change";

/** What the merchant is asked to confirm; null: nothing. */
export type FlowQuestion = FlowChangeToConfirm | "pause" | null;

export interface ConfirmDialogsProps {
  flow: FlowPageData;
  question: FlowQuestion;
  onClose: () => void;
  onChange: (change: FlowChangeToConfirm) => void;
  onPause: () => void;
}

/** The dialogs of the flow page. */
export default function ConfirmDialogs(props: ConfirmDialogsProps) {
  const { flow, question, onClose } = props;
  return (
    <>
      <ConfirmChange
        flow={flow}
        change={question === "pause" ? null : question}
        onClose={onClose}
        onConfirm={props.onChange}
      />
      <ConfirmPause
        flow={question === "pause" ? { name: flow.name, active: flow.enrollments.active } : null}
        onClose={onClose}
        onConfirm={props.onPause}
      />
    </>
  );
}
