/** Position of a block in the frame, in the frame's pixels. */
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

/** Styles of a block's text, so that it looks the same while edited. */
export interface TextStyle {
  readonly box: Box;
  readonly fontFamily: string;
  readonly fontSizePx: number;
  readonly lineHeightPx: number;
  readonly fontWeight: string;
  readonly color: string;
  /** The background color. */
  readonly background: string;
  readonly textAlign: "left" | "center" | "right";
  readonly paddingPx: number;
  /** Space between paragraphs. */
  readonly gapPx: number;
}

const TAG = "kindred-block";

/** All visible blocks in reading order, nested ones after their columns. */
export function measureBlocks(email: Document): readonly BlockBounds[] {
  return [...email.querySelectorAll(TAG)].flatMap((element) => {
    const blockId = element.getAttribute("data-block");
    const box = boxOf(element);
    return blockId === null || box.height === 0 ? [] : [{ blockId, box }];
  });
}

/** @returns null if the block is hidden or has no text */
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

/** The box of an element, or of its content if it has none. */
function boxOf(element: Element, itself?: Element): Box {
  const range = element.ownerDocument.createRange();
  range.selectNodeContents(element);
  const { top, left, width, height } = (itself ?? range).getBoundingClientRect();
  return { top, left, width, height };
}

function backgroundBehind(element: Element, view: Window): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const color = view.getComputedStyle(at).backgroundColor;
    if (color !== "transparent" && !/, 0\)$/.test(color)) return color;
  }
  return "#ffffff";
}
