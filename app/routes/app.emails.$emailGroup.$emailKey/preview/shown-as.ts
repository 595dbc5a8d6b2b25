/** How a reader's email program shows an email. */
export interface ShownAs {
  readonly isDark: boolean;
  readonly hasPictures: boolean;
}

/**
 * An email's HTML in the dark scheme, or with pictures off. The dark scheme is
 * forced; pictures lose their addresses, so that their alternative text shows.
 */
export function shownAs(html: string, { isDark, hasPictures }: ShownAs): string {
  const scheme = isDark ? "all" : "not all";
  const inScheme = html.replaceAll("(prefers-color-scheme: dark)", scheme);
  return hasPictures
    ? inScheme
    : inScheme.replace(/<img\b[^>]*>/gi, (image) => image.replace(/\ssrc="[^"]*"/i, ""));
}
