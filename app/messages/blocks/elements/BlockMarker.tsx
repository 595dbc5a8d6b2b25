import { createElement, type ReactNode } from "react";
import type { RenderContext } from "./render-context";

interface BlockMarkerProps {
  readonly blockId: string;
  readonly context: Pick<RenderContext, "marksBlocks">;
  readonly children: ReactNode;
}

/** Marks a block with tags for the editor. The tags have no box, so the layout does not change. */
export function BlockMarker({ blockId, context, children }: BlockMarkerProps) {
  if (!context.marksBlocks) return <>{children}</>;
  const attributes = { "data-block": blockId, style: { display: "contents" } };
  return createElement("kindred-block", attributes, children);
}
