import { createElement, type ReactNode } from "react";
import type { RenderContext } from "./render-context";

interface BlockMarkerProps {
  readonly blockId: string;
  readonly context: Pick<RenderContext, "marksBlocks">;
  readonly children: ReactNode;
}

/** A block between tags that name it, where the editor wants to know. The tags have no box: nothing looks different. */
export function BlockMarker({ blockId, context, children }: BlockMarkerProps) {
  if (!context.marksBlocks) return <>{children}</>;
  const attributes = { "data-block": blockId, style: { display: "contents" } };
  return createElement("kindred-block", attributes, children);
}
