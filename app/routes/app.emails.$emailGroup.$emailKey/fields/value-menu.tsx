import { ActionList, Button, Popover } from "@shopify/polaris";
import { useState } from "react";
import { mergePath } from "~/messages/merge/merge-paths";

interface ValueMenuProps {
  /** The values for this field. */
  paths: readonly string[];
  /** Label of the button: "Insert a value". */
  label: string;
  /** The field's name for screen readers. */
  fieldLabel: string;
  onInsert: (value: string) => void;
}

/** A menu of merge values for a text. */
export function ValueMenu({ paths, label, fieldLabel, onInsert }: ValueMenuProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      active={isOpen}
      preferredAlignment="right"
      onClose={() => setOpen(false)}
      activator={
        <Button
          variant="plain"
          disclosure
          accessibilityLabel={`${label}: ${fieldLabel}`}
          onClick={() => setOpen(!isOpen)}
        >
          {label}
        </Button>
      }
    >
      <ActionList
        items={paths.map((path) => ({
          content: mergePath(path)?.label ?? path,
          onAction: () => {
            setOpen(false);
            onInsert(valueOf(path));
          },
        }))}
      />
    </Popover>
  );
}

/** A merge value as text; with its fallback if some people lack it. */
function valueOf(path: string): string {
  return mergePath(path)?.mayBeMissing ? `{{ ${path} | default: "there" }}` : `{{ ${path} }}`;
}
