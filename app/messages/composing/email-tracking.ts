import type { FilledEmail } from "../compiling/fill-template";

/** Index of the honeypot link: invisible, so only machines follow it. No other link has this index. */
export const HONEYPOT_LINK = -1;

export interface Tracking {
  /** URL of the honeypot link. */
  readonly honeypotUrl: string;
  /** URL of the tracking pixel; null if opens must not be tracked. */
  readonly pixelUrl: string | null;
}

/**
 * Adds the honeypot link and the tracking pixel to the end of the HTML. Neither is visible, read aloud or
 * focusable, and the text version has neither.
 */
export function addTracking(email: FilledEmail, { honeypotUrl, pixelUrl }: Tracking): FilledEmail {
  const hidden = "display:none;max-height:0;overflow:hidden;mso-hide:all";
  const honeypot = `<a href="${inAttribute(honeypotUrl)}" rel="nofollow" tabindex="-1" aria-hidden="true" style="${hidden}"></a>`;
  const pixel =
    pixelUrl === null
      ? ""
      : `<img src="${inAttribute(pixelUrl)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0"/>`;
  const added = `${honeypot}${pixel}`;
  const end = email.html.lastIndexOf("</body>");
  if (end < 0) return email;
  const html = `${email.html.slice(0, end)}${added}${email.html.slice(end)}`;
  return { ...email, html, htmlBytes: email.htmlBytes + new TextEncoder().encode(added).length };
}

const inAttribute = (url: string): string =>
  url.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
