import sanitizeHtml from "sanitize-html";
import { isLinkUrl } from "../merge/clean-text";

const LENGTH = /^(?:0|auto|(?:\d{1,4}(?:\.\d{1,2})?)(?:px|%|em|pt)?)$/;
const LENGTHS = /^(?:(?:0|auto|\d{1,4}(?:\.\d{1,2})?(?:px|%|em|pt)?)\s*){1,4}$/;
const COLOR = /^(?:#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d\s.,%]{5,40}\))$/i;
const BORDER = /^[#a-z0-9\s.(),%]{1,60}$/i;
const WORD = /^[a-z-]{1,24}$/i;

/** Allowed inline styles. No `url(…)`, position or expression: nothing moves or loads. */
const STYLES: Readonly<Record<string, RegExp[]>> = {
  "background-color": [COLOR],
  border: [BORDER],
  "border-bottom": [BORDER],
  "border-collapse": [WORD],
  "border-color": [COLOR],
  "border-left": [BORDER],
  "border-radius": [LENGTHS],
  "border-right": [BORDER],
  "border-top": [BORDER],
  color: [COLOR],
  display: [/^(?:block|inline|inline-block|table|table-cell|table-row)$/],
  "font-family": [/^[\w\s,"'-]{1,200}$/],
  "font-size": [LENGTH],
  "font-style": [WORD],
  "font-weight": [/^(?:bold|normal|[1-9]00)$/],
  height: [LENGTH],
  "letter-spacing": [LENGTH],
  "line-height": [LENGTH],
  margin: [LENGTHS],
  "margin-bottom": [LENGTH],
  "margin-left": [LENGTH],
  "margin-right": [LENGTH],
  "margin-top": [LENGTH],
  "max-width": [LENGTH],
  padding: [LENGTHS],
  "padding-bottom": [LENGTH],
  "padding-left": [LENGTH],
  "padding-right": [LENGTH],
  "padding-top": [LENGTH],
  "text-align": [WORD],
  "text-decoration": [/^[a-z\s-]{1,40}$/i],
  "text-transform": [WORD],
  "vertical-align": [WORD],
  width: [LENGTH],
};

const COMMON = ["style", "align", "dir", "lang", "title"];
const CELL = ["width", "height", "valign", "bgcolor", "colspan", "rowspan"];

/**
 * Sanitizes a merchant's markup: parsed, reduced to the allow-lists here and serialized again, so that no two
 * parsers read it differently.
 */
export function cleanHtml(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [
      ...["table", "tbody", "thead", "tfoot", "tr", "td", "th"],
      ...["h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "center", "blockquote"],
      ...["ul", "ol", "li", "br", "hr", "a", "img"],
      ...["strong", "b", "em", "i", "u", "s", "small", "sub", "sup", "font"],
    ],
    allowedAttributes: {
      "*": COMMON,
      a: ["href"],
      img: ["src", "alt", "width", "height", "border"],
      table: ["width", "height", "border", "cellpadding", "cellspacing", "bgcolor", "role"],
      td: CELL,
      th: CELL,
      tr: ["height", "valign", "bgcolor"],
      font: ["color", "face", "size"],
      hr: ["width", "size", "color"],
      ol: ["start", "type"],
    },
    allowedStyles: { "*": { ...STYLES } },
    allowedSchemes: ["https", "http", "mailto", "tel"],
    allowedSchemesByTag: { img: ["https"] },
    allowProtocolRelative: false,
    disallowedTagsMode: "discard",
    // Removed with their content.
    nonTextTags: [
      ...["script", "style", "textarea", "option", "noscript", "iframe", "object", "embed"],
      ...["svg", "math", "title", "template", "xmp", "noembed", "noframes", "plaintext"],
    ],
    nestingLimit: 40,
    enforceHtmlBoundary: false,
    parser: { lowerCaseTags: true, lowerCaseAttributeNames: true },
    transformTags: { a: onlyGoodLink, img: onlyGoodPicture },
  });
}

function onlyGoodLink(tagName: string, { href, ...attribs }: sanitizeHtml.Attributes) {
  return {
    tagName,
    attribs: href !== undefined && leadsSomewhere(href) ? { ...attribs, href } : attribs,
  };
}

function onlyGoodPicture(tagName: string, { src = "", ...attribs }: sanitizeHtml.Attributes) {
  const isGood = src.startsWith("https://") && isLinkUrl(src);
  return { tagName, attribs: isGood ? { alt: "", ...attribs, src } : { alt: "", ...attribs } };
}

/** A URL, or a single merge value; the compiler rejects values that are no URL. */
function leadsSomewhere(href: string): boolean {
  return /^\{\{[^{}]*\}\}$/.test(href) || isLinkUrl(href.replace(/\{\{[^{}]*\}\}/g, "x"));
}
