import type { ReactNode } from "react";
import { escapeHtml } from "../../merge/escape-html";

interface ExceptOutlookProps {
  /** The picture that Outlook for Windows shows in place of the content. */
  readonly src: string;
  readonly widthPx: number;
  readonly children: ReactNode;
}

/**
 * Content that Outlook for Windows cannot show, such as something on top of a picture; it shows the picture alone. It
 * is the only client that reads conditional comments, and it drops what stands between the second and the last.
 */
export function ExceptOutlook({ src, widthPx, children }: ExceptOutlookProps) {
  const picture = `<img src="${escapeHtml(src)}" alt="" width="${widthPx}" style="display:block;border:0"/>`;
  const open = `<!--[if mso]>${picture}<![endif]--><!--[if !mso]><!-->`;
  return (
    <>
      <span dangerouslySetInnerHTML={{ __html: open }} />
      {children}
      <span dangerouslySetInnerHTML={{ __html: "<!--<![endif]-->" }} />
    </>
  );
}
