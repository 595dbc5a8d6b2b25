import { z } from "zod";
import { blockOf } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";
import { Space } from "../elements/Space";

/** Vertical space. */
export const SpacerBlock = blockOf("spacer", { heightPx: z.number().int().min(4).max(120) });
export type SpacerBlock = z.infer<typeof SpacerBlock>;

export function SpacerView({ block }: BlockProps<SpacerBlock>) {
  return <Space heightPx={block.heightPx} />;
}
