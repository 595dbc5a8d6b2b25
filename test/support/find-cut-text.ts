/**
 * What a merchant cannot read in the document: text that is cut by an element, or a page that is wider than its window.
 * An element that scrolls does not cut its text, and neither does one that shows the rest elsewhere: in its title, or
 * in the list of a select. Text for screen readers has no size. Runs in the browser.
 */
export function findCutText(): string[] {
  const page = document.documentElement;
  const tooWide = page.scrollWidth - page.clientWidth;
  const found = tooWide > 0 ? [`The page is ${tooWide} px wider than its window`] : [];

  /** The element that cuts the text, if there is one. */
  function findCutter(text: Text): Element | null {
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    let element = text.parentElement;
    for (; element && element !== document.body; element = element.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const isForScreenReaders = box.width <= 1 || box.height <= 1;
      const showsTheRest = element.matches("[title], .Polaris-Select__SelectedOption");
      if (isForScreenReaders || showsTheRest || /auto|scroll/.test(overflowX)) return null;
      const cuts = (overflow: string) => /hidden|clip/.test(overflow);
      // Letters may reach over the edge of a line by a pixel.
      if (cuts(overflowX) && (left < box.left - 1 || right > box.right + 1)) return element;
      if (cuts(overflowY) && (top < box.top - 1 || bottom > box.bottom + 1)) return element;
    }
    return null;
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    const isShown = text.parentElement?.checkVisibility({
      checkOpacity: true,
      checkVisibilityCSS: true,
    });
    if (!isShown || text.data.trim() === "") continue;
    const cutter = findCutter(text);
    if (cutter) found.push(`${cutter.className}: ${text.data.slice(0, 60)}`);
  }
  return found;
}
