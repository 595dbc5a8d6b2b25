import type { LinkClicks } from "./link-clicks";

/** An email whose links are numbered, and the clicks on them. */
export interface ClickMap {
  /** Each tracked link is `urlOfLink` of its number. */
  readonly html: string;
  readonly links: readonly LinkClicks[];
  /** The numbers of the clicked links, each with its index in `links`. */
  readonly drawn: readonly { readonly index: number; readonly link: number }[];
}

/** The look of a clicked link. */
export interface LinkMark {
  /** Shown at the link. */
  readonly label: string;
  /** Share in [0, 1] of all who clicked, which colors the link. */
  readonly share: number;
}

/** A host that cannot exist (RFC 2606), so that no link of a shop has this form. */
const ORIGIN = "https://link.invalid";

export const urlOfLink = (index: number): string => `${ORIGIN}/${index}`;

const LINK = new RegExp(`<a\\b([^>]*?) href="${ORIGIN}/(\\d+)"([^>]*)>`, "g");

/** A tint would hide the colors of buttons and images: a frame and a label do not. */
const STYLE = `<style>
a[data-clicked]{position:relative!important;outline:3px solid rgb(176 76 0 / var(--clicked));outline-offset:2px}
a[data-clicked] img{outline:3px solid rgb(176 76 0 / var(--clicked));outline-offset:-3px}
a[data-label]::after{content:attr(data-label);position:absolute;inset-block-start:-16px;inset-inline-end:0;z-index:1;
padding:1px 6px;border-radius:8px;background:#7a3500;color:#fff;font:600 12px/16px system-ui,sans-serif;
letter-spacing:0;text-transform:none;text-decoration:none;white-space:nowrap}
</style>`;

/**
 * Draws clicks on an email: a frame around each clicked link, darker with more clicks, and a label at its first
 * occurrence. Links lose their targets.
 *
 * @param marks the marks of clicked links by their number
 */
export function drawClicks(html: string, marks: ReadonlyMap<number, LinkMark>): string {
  const labeled = new Set<number>();
  const drawn = html.replace(LINK, (_, before: string, number: string, after: string) => {
    const index = Number(number);
    const mark = marks.get(index);
    if (!mark) return `<a${before}${after}>`;
    const label = labeled.has(index) ? "" : ` data-label="${inAttribute(mark.label)}"`;
    labeled.add(index);
    const strength = (0.35 + 0.65 * Math.min(1, Math.max(0, mark.share))).toFixed(2);
    return `<a data-clicked${label}${withStyle(`${before}${after}`, `--clicked:${strength}`)}>`;
  });
  return drawn.replace("</head>", () => `${STYLE}</head>`);
}

function withStyle(attributes: string, style: string): string {
  return attributes.includes(' style="')
    ? attributes.replace(' style="', () => ` style="${style};`)
    : `${attributes} style="${style}"`;
}

const inAttribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
