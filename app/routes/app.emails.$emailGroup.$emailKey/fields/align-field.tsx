import { useText } from "~/i18n/text-provider";
import type { Align } from "~/messages/blocks/elements/block-base";
import { ChoiceField } from "./choice-field";

interface AlignFieldProps {
  block: { readonly align: Align };
  set: (fields: { align: Align }) => string | null;
}

/** Horizontal alignment of a block. */
export function AlignField({ block, set }: AlignFieldProps) {
  const text = useText("email-editor");
  return (
    <ChoiceField
      label={text("align")}
      values={["start", "center"]}
      nameOf={(it) => text(`align.${it}`)}
      value={block.align}
      onChange={(align) => set({ align })}
    />
  );
}
