/** Where a block stands in the frame, in the frame's own pixels. */
export interface BlockBounds {
  readonly blockId: string;
  readonly box: Box;
}

export interface Box {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** How a block's words look, so that they look the same while they are written. */
export interface TextStyle {
  readonly box: Box;
  readonly fontFamily: string;
  readonly fontSizePx: number;
  readonly lineHeightPx: number;
  readonly fontWeight: string;
  readonly color: string;
  /** What stands behind them. */
  readonly background: string;
  readonly textAlign: "left" | "center" | "right";
  readonly paddingPx: number;
  /** Between two paragraphs. */
  readonly gapPx: number;
}

const TAG = "kindred-block";

/** Every block that is shown now, in reading order, those inside columns after the columns. */
export function measureBlocks(email: Document): readonly BlockBounds[] {
  return [...email.querySelectorAll(TAG)].flatMap((element) => {
    const blockId = element.getAttribute("data-block");
    const box = boxOf(element);
    return blockId === null || box.height === 0 ? [] : [{ blockId, box }];
  });
}

/** @returns null where the block is not shown, or has no words */
export function measureTextStyle(email: Document, blockId: string): TextStyle | null {
  const element = email.querySelector(`${TAG}[data-block="${CSS.escape(blockId)}"]`);
  const words = element?.querySelector("h1, h2, p, ul, ol, a.button");
  if (!element || !words) return null;
  const view = email.defaultView ?? window;
  const style = view.getComputedStyle(words);
  const isButton = words.matches("a");
  return {
    box: isButton ? boxOf(words, words) : boxOf(element),
    fontFamily: style.fontFamily,
    fontSizePx: Number.parseFloat(style.fontSize),
    lineHeightPx: Number.parseFloat(style.lineHeight),
    fontWeight: style.fontWeight,
    color: style.color,
    background: backgroundBehind(words, view),
    textAlign:
      style.textAlign === "center" ? "center" : style.textAlign === "right" ? "right" : "left",
    paddingPx: isButton ? Number.parseFloat(style.paddingTop) : 0,
    gapPx: Number.parseFloat(style.marginBottom),
  };
}

/** Of an element itself, or of all that is in one that has no box of its own. */
function boxOf(element: Element, itself?: Element): Box {
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  const { top, left, width, height } = (itself ?? range).getBoundingClientRect();
  return { top, left, width, height };
}

function backgroundBehind(element: Element, view: Window): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const colour = view.getComputedStyle(at).backgroundColor;
    if (colour !== "transparent" && !/, 0\)$/.test(colour)) return colour;
  }
  return "#ffffff";
}
