import { ActionList, Button, Popover } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import type { StepSlot } from "~/messages/editing/steps/change-steps";
import { NEW_STEPS } from "~/messages/editing/steps/new-step";
import type { EditorView } from "./editor-view";

interface AddStepProps extends Pick<EditorView, "openMenu" | "onMenu" | "actions"> {
  /** The position for screen readers. */
  label: string;
  place: StepSlot;
}

/**
 * A button on a path with the steps that can be added. The open menu is controlled from outside, because the canvas
 * recreates its lines whenever a step is added or removed.
 */
export function AddStep({ label, place, openMenu, onMenu, actions }: AddStepProps) {
  const key = `${place.from}/${place.port}`;
  const close = () => onMenu(null);
  return (
    <Popover
      active={openMenu === key}
      onClose={close}
      activator={
        <Button
          icon={PlusIcon}
          size="micro"
          accessibilityLabel={label}
          onClick={() => onMenu(openMenu === key ? null : key)}
        />
      }
    >
      <ActionList
        actionRole="menuitem"
        items={NEW_STEPS.map(({ kind, label: content }) => ({
          content,
          onAction: () => {
            close();
            actions.add(place, kind);
          },
        }))}
      />
    </Popover>
  );
}
