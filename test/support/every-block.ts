import type { Block } from "~/messages/blocks/block";
import { richText } from "~/messages/blocks/elements/rich-text";
import { localize, EmailDocument, type LocalEmail } from "~/messages/document/email-document";

const details = { price: true, compareAt: true, reason: true, button: true };

/** Membership in a segment. */
const OFTEN = { kind: "all", of: [{ kind: "segment", segmentId: "s1" }] } as const;

/** A document with every kind of block, conditions, a repetition and values in all allowed places. */
export const EVERY_BLOCK = EmailDocument.parse({
  language: "en",
  subject:
    'Hi {{ recipient.firstName | default: "there" | upper }}, news from {{ brand.shopName }}',
  preheader: "{{ checkout.total | truncate: 20 }}",
  theme: {},
  translations: {},
  footer: { id: "footer", kind: "footer", because: "subscribed" },
  blocks: [
    {
      id: "h",
      kind: "heading",
      text: "For {{ recipient.firstName }}",
      size: "large",
      align: "center",
    },
    {
      id: "words",
      kind: "text",
      size: "normal",
      align: "start",
      text: {
        type: "doc",
        content: [
          {
            type: "paragraph",
            content: [
              { type: "text", text: 'Hi{{ recipient.firstName | prepend: " " }}, ' },
              {
                type: "text",
                text: "look {{ product.title }}",
                marks: [
                  { type: "bold" },
                  { type: "italic" },
                  {
                    type: "link",
                    attrs: { href: "https://kettle.example/a?p={{ product.title }}" },
                  },
                ],
              },
              { type: "hardBreak" },
              {
                type: "text",
                text: "or email",
                marks: [{ type: "link", attrs: { href: "mailto:a@kettle.example" } }],
              },
            ],
          },
          ...richText("- one\n- two {{ checkout.total }}").content,
        ],
      },
    },
    {
      id: "banner",
      kind: "image",
      src: "https://cdn.kettle.example/banner.png",
      alt: "For {{ recipient.firstName }}",
      href: "https://kettle.example/sale",
      widthPx: 520,
      align: "center",
    },
    {
      id: "go",
      kind: "button",
      label: "Back",
      href: "{{ checkout.url }}",
      width: "full",
      align: "start",
    },
    {
      id: "only-named",
      kind: "text",
      text: richText("We know you, {{ recipient.firstName }}"),
      size: "small",
      align: "center",
      when: { kind: "value", path: "recipient.firstName", is: "present" },
    },
    {
      id: "unnamed",
      kind: "text",
      text: richText("Who are you?"),
      size: "small",
      align: "start",
      when: { kind: "value", path: "recipient.firstName", is: "missing" },
    },
    {
      id: "members",
      kind: "text",
      text: richText("For those who come back"),
      size: "small",
      align: "start",
      when: { kind: "rule", rule: OFTEN, is: "met" },
    },
    {
      id: "others",
      kind: "text",
      text: richText("For those who are new"),
      size: "small",
      align: "start",
      when: { kind: "rule", rule: OFTEN, is: "not_met" },
    },
    {
      id: "lines",
      kind: "heading",
      text: "{{ item.title | upper }} at {{ item.price }}",
      size: "small",
      align: "start",
      repeat: { list: "cart.lines", limit: 3 },
    },
    {
      id: "hero",
      kind: "product",
      source: { kind: "trigger" },
      details: { ...details, maxStock: 5, rating: { minStars: 4, minCount: 5 } },
      buttonLabel: "See it",
      required: false,
    },
    {
      id: "picks",
      kind: "product-grid",
      title: "For {{ recipient.firstName }}",
      source: { kind: "list", list: "new_for_you" },
      columns: 2,
      rows: 2,
      details,
      buttonLabel: "See it",
      required: false,
    },
    { id: "order", kind: "order-summary", of: "order", showTotal: true },
    {
      ...{ id: "cart", kind: "order-summary", of: "cart", showTotal: false },
      showSinglePicture: false,
    },
    { id: "code", kind: "coupon", title: "For you", code: "TEA10", note: "Until Sunday" },
    {
      id: "story",
      kind: "hero",
      picture: { kind: "own", src: "https://cdn.kettle.example/kitchen.png" },
      ...{ alt: "A kitchen", layout: "overlay", shape: "whole", focus: "top" },
      ...{ heading: "Tea for {{ recipient.firstName }}", text: richText("Put the kettle on.") },
      ...{ buttonLabel: "Read on", href: "{{ links.shop }}" },
    },
    {
      id: "new-hero",
      kind: "hero",
      picture: { kind: "product", source: { kind: "newest" } },
      ...{ alt: "", layout: "beside", shape: "square", focus: "center" },
      ...{ heading: "Just in", text: richText("New today."), buttonLabel: "", href: "" },
    },
    {
      id: "captioned-hero",
      kind: "hero",
      picture: { kind: "product", source: { kind: "best_sellers" } },
      ...{ alt: "", layout: "above", shape: "wide", focus: "center", showProduct: true },
      ...{ heading: "", text: richText(""), buttonLabel: "", href: "" },
    },
    {
      id: "best-hero",
      kind: "hero",
      picture: { kind: "product", source: { kind: "best_sellers" } },
      ...{ alt: "", layout: "overlay", shape: "square", focus: "left" },
      ...{ heading: "On the shelf", text: richText(""), buttonLabel: "", href: "" },
    },
    {
      id: "why",
      kind: "benefits",
      items: [
        { title: "Made in {{ brand.shopName }}", text: "By hand" },
        { title: "Packed well", text: "" },
      ],
    },
    { id: "faq", kind: "faq", items: [{ question: "Does it whistle?", answer: "Yes." }] },
    {
      ...{ id: "praise", kind: "reviews", title: "What {{ brand.shopName }} hears" },
      source: { kind: "chosen", productIds: ["1"] },
      limits: { minStars: 4, minCount: 5 },
      quotes: [
        { text: "It whistles, and I listen.", name: "Grace", stars: 4 },
        { text: "Warm & quick", name: "" },
      ],
    },
    {
      ...{ id: "praise-first", kind: "reviews", title: "" },
      source: { kind: "first" },
      limits: { minStars: 1, minCount: 1 },
      quotes: [{ text: "About another product", name: "" }],
    },
    {
      ...{ id: "film", kind: "video", src: "https://cdn.kettle.example/film.png" },
      ...{ label: "Watch {{ brand.shopName }}", href: "https://video.example/film" },
    },
    {
      ...{
        id: "writer",
        kind: "signature",
        savedAs: "b1",
        src: "https://cdn.kettle.example/ada.png",
      },
      ...{ name: "Ada Lovelace", role: "Founder of {{ brand.shopName }}" },
    },
    {
      id: "section",
      kind: "columns",
      layout: "one",
      background: "tint",
      columns: [
        [{ id: "in-section", kind: "heading", text: "Inside", size: "small", align: "start" }],
      ],
    },
    { id: "rule", kind: "divider" },
    { id: "gap", kind: "spacer", heightPx: 24 },
    {
      id: "two",
      kind: "columns",
      layout: "halves",
      columns: [
        [
          {
            id: "thirds",
            kind: "product-grid",
            title: "",
            source: { kind: "best_sellers" },
            columns: 3,
            rows: 1,
            details: { ...details, button: false },
            buttonLabel: "",
            required: false,
          },
        ],
        [{ id: "inner", kind: "heading", text: "{{ order.name }}", size: "small", align: "start" }],
      ],
    },
    {
      id: "raw",
      kind: "html",
      html: '<p style="color:#111">Raw <b>{{ recipient.firstName }}</b><script>alert(1)</script></p>',
    },
    { id: "menu", kind: "menu", items: [{ label: "Tea", href: "https://kettle.example/tea" }] },
    {
      id: "social",
      kind: "social",
      accounts: [{ network: "instagram", url: "https://instagram.com/k" }],
    },
  ] satisfies Record<string, unknown>[],
});

/** The compiled email of the document. */
export function everyBlock(blocks: readonly Block[] = EVERY_BLOCK.blocks): LocalEmail {
  return localize({ ...EVERY_BLOCK, blocks: [...blocks] }, "en");
}
