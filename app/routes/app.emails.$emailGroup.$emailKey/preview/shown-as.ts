/** Simulated display of an email client. */
export interface ShownAs {
  readonly isDark: boolean;
  readonly hasPictures: boolean;
}

/**
 * An email's HTML in the dark scheme, or without images. Forces the dark scheme; removes image URLs, so that
 * alternative texts show.
 */
export function shownAs(html: string, { isDark, hasPictures }: ShownAs): string {
  const scheme = isDark ? "all" : "not all";
  const inScheme = html.replaceAll("(prefers-color-scheme: dark)", scheme);
  return hasPictures
    ? inScheme
    : inScheme.replace(/<img\b[^>]*>/gi, (image) => image.replace(/\ssrc="[^"]*"/i, ""));
}
