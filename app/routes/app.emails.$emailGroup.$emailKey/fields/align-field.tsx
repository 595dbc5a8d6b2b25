import type { Align } from "~/messages/blocks/block-base";
import { ChoiceField } from "./choice-field";

const ALIGN_WORDS = { start: "At the start", center: "Centered" } as const;

interface AlignFieldProps {
  block: { readonly align: Align };
  set: (fields: { align: Align }) => string | null;
}

/** Horizontal alignment of a block. */
export function AlignField({ block, set }: AlignFieldProps) {
  return (
    <ChoiceField
      label="Place"
      words={ALIGN_WORDS}
      value={block.align}
      onChange={(align) => set({ align })}
    />
  );
}
