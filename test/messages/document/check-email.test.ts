import { describe, expect, test } from "vitest";
import type { Block } from "~/messages/blocks/block";
import { richText } from "~/messages/blocks/elements/rich-text";
import { checkEmail, checkSize } from "~/messages/document/check-email";
import type { LocalEmail } from "~/messages/document/email-document";
import { NO_OVERRIDES } from "~/messages/theme/theme-overrides";
import { everyBlock } from "../../support/every-block";
import { aBrand } from "../../support/email-values";

const COMMON = { id: "b", when: null, repeat: null };
const email = (overrides: Partial<LocalEmail>): LocalEmail => ({
  ...everyBlock([]),
  subject: "Hello",
  preheader: "There",
  ...overrides,
});
const problemsOf = (overrides: Partial<LocalEmail>) =>
  checkEmail(email(overrides), aBrand()).map(({ severity, field }) => `${severity} ${field ?? ""}`);
const problemsIn = (block: Block) => problemsOf({ blocks: [block] });
const heading = (text: string): Block => ({
  ...COMMON,
  kind: "heading",
  text,
  size: "large",
  align: "start",
});

describe("checkEmail", () => {
  test("finds nothing in a valid email", () => {
    expect(problemsIn(heading("Hello {{ brand.shopName }}"))).toEqual([]);
  });

  test("requires a subject, and warns of a missing preview text", () => {
    expect(problemsOf({ subject: " ", preheader: "" })).toEqual([
      "error subject",
      "warning preheader",
    ]);
  });

  test("reports a value that some people lack, unless the text has a fallback", () => {
    expect(problemsIn(heading("Hi {{ recipient.firstName }}"))).toEqual(["warning text"]);
    expect(problemsIn(heading('Hi {{ recipient.firstName | default: "there" }}'))).toEqual([]);
    expect(problemsIn(heading('Hi{{ recipient.firstName | prepend: " " }}'))).toEqual([]);
  });

  test("refuses an unknown value, and a line value outside a repeated block", () => {
    expect(problemsIn(heading("{{ secret }}"))).toEqual(["error text"]);
    expect(problemsIn(heading("{{ item.title }}"))).toEqual(["error text"]);
    const repeat = { list: "cart.lines", limit: 3 } as const;
    expect(problemsIn({ ...heading("{{ item.title }}"), repeat })).toEqual([]);
  });

  test("refuses a link without a target", () => {
    const button: Block = {
      ...COMMON,
      kind: "button",
      label: "Go",
      href: "",
      width: "full",
      align: "start",
    };
    expect(problemsIn(button)).toEqual(["error href"]);
    expect(problemsIn({ ...button, href: "http://kettle.example/a" })).toEqual(["warning href"]);
    const linked = richText("x");
    linked.content[0] = {
      type: "paragraph",
      content: [
        {
          type: "text",
          text: "x",
          marks: [{ type: "link", attrs: { href: "https://a.example/{{ nothing }}" } }],
        },
      ],
    };
    expect(
      problemsIn({ ...COMMON, kind: "text", text: linked, size: "normal", align: "start" }),
    ).toEqual(["error text"]);
  });

  test("asks for the alternative text of an image", () => {
    const image: Block = {
      ...COMMON,
      kind: "image",
      src: "https://cdn.example/a.png",
      alt: "",
      href: "",
      widthPx: 100,
      align: "start",
    };
    expect(problemsIn(image)).toEqual(["warning alt"]);
    expect(problemsIn({ ...image, alt: "A kettle" })).toEqual([]);
    const raw: Block = {
      ...COMMON,
      kind: "html",
      html: '<img src="https://a.example/a.png" alt="">',
    };
    expect(problemsIn(raw)).toEqual(["warning html"]);
  });

  test("refuses a video that leads nowhere, and warns of one without a picture", () => {
    const video = { ...COMMON, kind: "video", src: "https://a.example/1.png" } as const;
    const href = "https://video.example/film";
    expect(problemsIn({ ...video, label: "Watch", href })).toEqual([]);
    expect(problemsIn({ ...video, label: " ", href: "" })).toEqual(["error label", "error href"]);
    expect(problemsIn({ ...video, src: "", label: "Watch", href })).toEqual(["warning src"]);
  });

  test("requires the name of a signature, not its role or picture", () => {
    const signature = { ...COMMON, kind: "signature", role: "", src: "" } as const;
    expect(problemsIn({ ...signature, name: "Ada" })).toEqual([]);
    expect(problemsIn({ ...signature, name: "" })).toEqual(["error name"]);
  });

  test("requires the words of a quotation, not its name, and warns of a product that is not chosen", () => {
    const problemsWith = (text: string, ...productIds: string[]) =>
      problemsIn({
        ...{ ...COMMON, kind: "reviews", title: "", limits: { minStars: 4, minCount: 5 } },
        source: { kind: "chosen", productIds },
        quotes: [{ text, name: "" }],
      });
    expect(problemsWith("Whistles.", "1")).toEqual([]);
    expect(problemsWith(" ", "1")).toEqual(["error quotes"]);
    expect(problemsWith("Whistles.")).toEqual(["warning source"]);
  });

  test("reports that a coupon without a code, and unchosen products, are not shown", () => {
    expect(problemsIn({ ...COMMON, kind: "coupon", title: "", code: "", note: "" })).toEqual([
      "warning code",
    ]);
  });

  test("reports an adjusted color", () => {
    expect(problemsOf({ theme: { ...NO_OVERRIDES, page: "#777777" } })).toEqual([]);
    expect(problemsOf({ theme: { ...NO_OVERRIDES, accent: "#ffee99" } })).toEqual([
      "warning accent",
    ]);
  });
});

test("warns of an email's size before Gmail clips it, and blocks it after", () => {
  expect(checkSize(79_000)).toEqual([]);
  expect(checkSize(81_000)).toMatchObject([{ severity: "warning" }]);
  expect(checkSize(96_000)).toMatchObject([{ severity: "error" }]);
});
