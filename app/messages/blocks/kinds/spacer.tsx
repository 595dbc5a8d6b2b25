import { z } from "zod";
import { blockOf } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";

/** Vertical space. */
export const SpacerBlock = blockOf("spacer", { heightPx: z.number().int().min(4).max(120) });
export type SpacerBlock = z.infer<typeof SpacerBlock>;

export function SpacerView({ block }: BlockProps<SpacerBlock>) {
  const height = `${block.heightPx}px`;
  // Set the line height too: Outlook gives an empty box the height of a line.
  return (
    <div data-skip-in-text="true" style={{ fontSize: "1px", height, lineHeight: height }}>
      {"\u00a0"}
    </div>
  );
}
