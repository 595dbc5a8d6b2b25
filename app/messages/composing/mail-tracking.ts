import type { FilledMail } from "../merge/fill-template";

/** The number of the link that no reader sees: what follows it is a program. No other link has it. */
export const HONEYPOT_LINK = -1;

export interface Tracking {
  /** Where the hidden link leads. */
  readonly honeypotUrl: string;
  /** The picture that tells of an opening; null where nobody may be followed. */
  readonly pixelUrl: string | null;
}

/**
 * A mail with what tells readers and programs apart, at the end of its markup.
 * Neither is seen, read out or reached by a keyboard, and the text version has neither.
 */
export function addTracking(mail: FilledMail, { honeypotUrl, pixelUrl }: Tracking): FilledMail {
  const hidden = "display:none;max-height:0;overflow:hidden;mso-hide:all";
  const honeypot = `<a href="${inAttribute(honeypotUrl)}" rel="nofollow" tabindex="-1" aria-hidden="true" style="${hidden}"></a>`;
  const pixel =
    pixelUrl === null
      ? ""
      : `<img src="${inAttribute(pixelUrl)}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0"/>`;
  const added = `${honeypot}${pixel}`;
  const end = mail.html.lastIndexOf("</body>");
  if (end < 0) return mail;
  const html = `${mail.html.slice(0, end)}${added}${mail.html.slice(end)}`;
  return { ...mail, html, htmlBytes: mail.htmlBytes + new TextEncoder().encode(added).length };
}

const inAttribute = (url: string): string =>
  url.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
