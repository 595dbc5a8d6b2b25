import { ActionList, Button, Popover } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { NEW_STEPS, type NewStepKind } from "~/messages/editing/steps/new-step";

interface AddStepProps {
  /** Where it goes, for those who do not see the button's place. */
  label: string;
  onAdd: (kind: NewStepKind) => void;
}

/** A button in a way, with what may be put there. */
export function AddStep({ label, onAdd }: AddStepProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      active={isOpen}
      onClose={() => setIsOpen(false)}
      activator={
        <Button
          icon={PlusIcon}
          size="micro"
          accessibilityLabel={label}
          onClick={() => setIsOpen(!isOpen)}
        />
      }
    >
      <ActionList
        actionRole="menuitem"
        items={NEW_STEPS.map(({ kind, label: content }) => ({
          content,
          onAction: () => {
            setIsOpen(false);
            onAdd(kind);
          },
        }))}
      />
    </Popover>
  );
}
