import { ActionList, Button, Popover } from "@shopify/polaris";
import { useState } from "react";
import { mergePath } from "~/messages/merge/merge-paths";

interface ValueMenuProps {
  /** What may stand in the field. */
  paths: readonly string[];
  /** Of the button: "Insert a value". */
  label: string;
  /** Names the field for those who do not see where the button stands. */
  fieldLabel: string;
  onInsert: (value: string) => void;
}

/** Offers the values that a text may name. */
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

/** A value as it stands in a text; one that some people lack with what stands there for them. */
function valueOf(path: string): string {
  return mergePath(path)?.mayBeMissing ? `{{ ${path} | default: "there" }}` : `{{ ${path} }}`;
}
