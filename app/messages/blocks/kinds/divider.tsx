import { Hr } from "react-email";
import type { z } from "zod";
import { blockOf } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";

/** A divider line. */
export const DividerBlock = blockOf("divider", {});
export type DividerBlock = z.infer<typeof DividerBlock>;

export function DividerView({ context }: BlockProps<DividerBlock>) {
  return <Hr className="rule" style={context.theme.separator} />;
}
