import { ActionList, Button, Popover } from "@shopify/polaris";
import { useContext, useState } from "react";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import { YourOrderContext } from "./your-order";

interface ValueMenuProps {
  /** The values for this field. */
  paths: readonly string[];
  /** What the values are in the field. */
  of: "text" | "link";
  /** The field's name for screen readers. */
  field: string;
  /** @param otherwise what replaces the value where it is missing */
  onInsert: (path: string, otherwise: string) => void;
}

/** A menu of merge values for a text. */
export function ValueMenu({ paths, of, field, onInsert }: ValueMenuProps) {
  const text = useText("merge-values");
  const mergeName = useMergeNames();
  const yourOrder = useContext(YourOrderContext);
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
          accessibilityLabel={text(`menu.${of}In`, { field })}
          onClick={() => setOpen(!isOpen)}
        >
          {text(`menu.${of}`)}
        </Button>
      }
    >
      <ActionList
        items={paths.map((path) => ({
          content: mergeName(path),
          onAction: () => {
            setOpen(false);
            onInsert(path, path === "picks.goesWith" ? yourOrder : "–");
          },
        }))}
      />
    </Popover>
  );
}
