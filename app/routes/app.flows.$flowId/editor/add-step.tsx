import { ActionList, Button, Popover } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";
import type { StepSlot } from "~/flows/editing/change-steps";
import { NEW_STEPS } from "~/flows/editing/new-step";
import type { EditorView } from "./editor-view";

type AddStepProps = Omit<EditorView, "captionOf" | "problemOf"> & { place: StepSlot };

/** A button on a path with the steps that can be added. */
export function AddStep({ place, actions, ...view }: AddStepProps) {
  const text = useText("flow-editor");
  const [isOpen, setIsOpen] = useState(false);
  const label = useLabel(place, view);
  const close = () => setIsOpen(false);
  return (
    <Popover
      active={isOpen}
      onClose={close}
      activator={
        <Button
          icon={PlusIcon}
          size="slim"
          accessibilityLabel={label}
          onClick={() => setIsOpen(!isOpen)}
        />
      }
    >
      <ActionList
        actionRole="menuitem"
        items={NEW_STEPS.map((kind) => ({
          content: text(`add.${kind}`),
          onAction: () => {
            close();
            actions.add(place, kind);
          },
        }))}
      />
    </Popover>
  );
}

/** The position for screen readers. */
function useLabel(
  { from, port }: StepSlot,
  { steps, nameOf, outputName }: Pick<EditorView, "steps" | "nameOf" | "outputName">,
): string {
  const text = useText("flow-editor");
  const source = steps.find(({ stepId }) => stepId === from);
  if (!source) return text("add.atStart");
  const path = outputName(source, port);
  const step = nameOf(source.stepId);
  return path === null ? text("add.after", { step }) : text("add.onPath", { step, path });
}
