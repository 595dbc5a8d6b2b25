import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanHtml } from "~/messages/document/clean-html.server";
import { XSS_EVASIONS } from "./xss-evasions";
import { propertyRuns } from "../../support/property-runs";

const TAGS =
  "table tbody thead tfoot tr td th h1 h2 h3 h4 h5 h6 p div span center blockquote ul ol li br hr a img strong b em i u s small sub sup font".split(
    " ",
  );
const ATTRIBUTES =
  "style align dir lang title href src alt width height border cellpadding cellspacing bgcolor role valign colspan rowspan color face size start type".split(
    " ",
  );

/** All forbidden parts of cleaned markup. It is re-serialized, so brackets delimit its tags. */
function findings(html: string): string[] {
  const found: string[] = [];
  for (const [tag, name = "", attributes = ""] of html.matchAll(/<\/?([^\s/>]+)([^>]*)>/g)) {
    if (!TAGS.includes(name)) found.push(tag);
    for (const [, attribute = "", value = ""] of attributes.matchAll(/([^\s=/]+)="([^"]*)"/g)) {
      if (!ATTRIBUTES.includes(attribute)) found.push(`${name} ${attribute}`);
      if (attribute === "href" && !/^(?:https?:\/\/|mailto:|tel:|\{\{)/.test(value))
        found.push(value);
      if (attribute === "src" && !value.startsWith("https://")) found.push(value);
      if (attribute === "style" && /url|expression|position|behaviou?r|@|\\|[{}]/i.test(value)) {
        found.push(value);
      }
    }
    const bare = attributes.replace(/[^\s=/]+="[^"]*"/g, "").replace(/[\s/]/g, "");
    if (bare !== "") found.push(`${name} ${bare}`);
  }
  return /<!--|<!\[CDATA|<\?/.test(html) ? [...found, "a comment"] : found;
}

describe("cleanHtml", () => {
  test.each(XSS_EVASIONS)("leaves nothing executable in %j", (evasion) => {
    const html = cleanHtml(evasion);
    expect(findings(html)).toEqual([]);
    expect(cleanHtml(html)).toBe(html);
  });

  test("leaves nothing executable in nested evasions", () => {
    const piece = fc.oneof(
      fc.constantFrom(...XSS_EVASIONS),
      fc.constantFrom(
        "<table>",
        "</table>",
        "<td style='",
        '<p title="',
        "'>",
        '">',
        "<!--",
        "-->",
        "<a href=",
        "]]>",
      ),
      fc.string({ unit: "binary", maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const html = cleanHtml(pieces.join(""));
        expect(findings(html)).toEqual([]);
        // A table inside a paragraph becomes its sibling when parsed again, which is equally harmless.
        expect(findings(cleanHtml(html))).toEqual([]);
      }),
      { numRuns: propertyRuns(1_500) },
    );
  });

  test("keeps the usual markup of an email", () => {
    const html =
      '<table role="presentation" width="100%"><tbody><tr><td align="center" style="padding:8px 0;color:#111111"><h2>Tea</h2><p>Hi <b>you</b></p><ul><li>one</li></ul><a href="https://kettle.example/?a=1&amp;b=2">See</a><img src="https://cdn.example/a.png" alt="A kettle" width="80" /></td></tr></tbody></table>';
    expect(cleanHtml(html).replaceAll(" />", "/>").replaceAll("\n", "")).toContain("A kettle");
    expect(findings(cleanHtml(html))).toEqual([]);
    expect(cleanHtml(html)).toContain('href="https://kettle.example/?a=1&amp;b=2"');
    expect(cleanHtml(html)).toContain("padding:8px 0");
  });

  test("keeps values where the compiler allows them", () => {
    expect(cleanHtml('<a href="{{ checkout.url }}">Hi {{ recipient.firstName }}</a>')).toBe(
      '<a href="{{ checkout.url }}">Hi {{ recipient.firstName }}</a>',
    );
  });
});
