/**
 * The visible and alternative texts of a page with their size in px, their color, and the background behind them, as
 * `#rrggbb`. Runs in the page, and so uses nothing from outside itself.
 */
export function listPageTexts() {
  const asHex = (color: string) =>
    `#${(color.match(/\d+/g) ?? [])
      .slice(0, 3)
      .map((part) => Number(part).toString(16).padStart(2, "0"))
      .join("")}`;
  const groundOf = (element: Element | null): string => {
    if (element === null) return "#ffffff";
    const { backgroundColor } = getComputedStyle(element);
    const isClear = /^rgba\(.*, 0\)$/.test(backgroundColor);
    return isClear ? groundOf(element.parentElement) : asHex(backgroundColor);
  };
  const found: { text: string; px: number; ink: string; ground: string }[] = [];
  const add = (text: string, element: HTMLElement) => {
    if (element.offsetHeight === 0 || !/[\p{L}\p{N}]/u.test(text)) return;
    const { fontSize, color } = getComputedStyle(element);
    const px = Number.parseFloat(fontSize);
    found.push({ text, px, ink: asHex(color), ground: groundOf(element) });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    add(walker.currentNode.nodeValue!.trim(), walker.currentNode.parentElement!);
  }
  // Shown while pictures are off.
  for (const image of document.images) add(image.alt, image);
  return found;
}
