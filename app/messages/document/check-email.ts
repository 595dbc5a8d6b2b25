import { flattenBlocks, type Block } from "../blocks/block";
import { piecesOf } from "../blocks/elements/rich-text";
import { contrastRatio } from "../brand/accent";
import type { Brand } from "../brand/brand";
import { parseMerge, type MergeProblem } from "../merge/merge-grammar";
import { linkPaths, mergePath, textPaths } from "../merge/merge-paths";
import { isLarge, MAX_HTML_BYTES } from "./email-size";
import { createPalette } from "../theme/palette";
import { THEME_DESIGNS } from "../theme/designs/themes";
import type { RuleProblem } from "~/segments/rule-problem";
import type { LocalEmail } from "./email-document";

/** A problem of an email. An error prevents publishing. */
export interface EmailProblem {
  readonly severity: "error" | "warning";
  /** The block; null: the whole email. */
  readonly blockId: string | null;
  readonly field: string | null;
  readonly code: EmailProblemCode;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Why a condition is invalid. */
  readonly rule?: RuleProblem;
}

export type EmailProblemCode =
  | MergeProblem["code"]
  | "subject_missing"
  | "preheader_missing"
  | "first_words_missing"
  | "too_large"
  | "nearly_too_large"
  | "value_may_be_missing"
  | "link_missing"
  | "link_not_secure"
  | "link_of_line"
  | "condition_unknown"
  | "condition_invalid"
  | "image_missing"
  | "alt_missing"
  | "code_missing"
  | "products_missing"
  | "html_alt_missing"
  | "text_missing"
  | "label_missing"
  | "accent_adjusted"
  | "footer_incomplete";

/** Validates an email without data: texts, merge values, links, images, colors and legal requirements. */
export function checkEmail(email: LocalEmail, brand: Brand): readonly EmailProblem[] {
  return [
    ...checkLine("subject", email.subject, "error"),
    ...checkLine("preheader", email.preheader, "warning"),
    ...flattenBlocks(email.blocks).flatMap((block) => checkBlock(block)),
    ...checkColors(email, brand),
    ...checkFooter(email, brand),
  ];
}

/** Validates the size of a filled-in email. */
export function checkSize(htmlBytes: number): readonly EmailProblem[] {
  if (htmlBytes > MAX_HTML_BYTES) return [error(EMAIL, "too_large")];
  return isLarge(htmlBytes) ? [warning(EMAIL, "nearly_too_large")] : [];
}

function checkLine(
  field: "subject" | "preheader",
  text: string,
  severity: EmailProblem["severity"],
): EmailProblem[] {
  if (text.trim() === "") return [{ severity, blockId: null, field, code: `${field}_missing` }];
  return checkText({ blockId: null, field }, text, false);
}

type Place = Pick<EmailProblem, "blockId" | "field"> & {
  /** Merge value that must be present for this text to be shown. */
  readonly present?: string | null;
};

const EMAIL: Place = { blockId: null, field: null };

/** Validates a text and its merge values that may be missing without a fallback. */
function checkText(place: Place, text: string, inRepeat: boolean): EmailProblem[] {
  const parsed = parseMerge(text, textPaths(inRepeat));
  if (parsed.kind === "refused") return [unparsed(place, parsed.problem)];
  return parsed.parts.flatMap((part) => {
    if (typeof part === "string") return [];
    if (part.path === place.present) return [];
    const has = (name: string) => part.filters.some((filter) => filter.name === name);
    // `prepend` and `append` hide a missing value.
    if (!mergePath(part.path)?.mayBeMissing || has("default") || has("prepend") || has("append"))
      return [];
    return [warning(place, "value_may_be_missing", { path: part.path })];
  });
}

function checkLink(place: Place, href: string, inRepeat: boolean): EmailProblem[] {
  if (href === "") return [error(place, "link_missing")];
  const parsed = parseMerge(href, linkPaths(inRepeat));
  if (parsed.kind === "refused") return [unparsed(place, parsed.problem)];
  // Links are created before the email is filled in, so they cannot differ by line.
  const ofLine = parsed.parts.find((it) => typeof it !== "string" && it.path.startsWith("item."));
  if (typeof ofLine === "object") return [error(place, "link_of_line", { path: ofLine.path })];
  return href.startsWith("http:") ? [warning(place, "link_not_secure")] : [];
}

function checkBlock(block: Block): EmailProblem[] {
  const { when: condition } = block;
  const isShownWith = condition?.kind === "value" && condition.is === "present";
  const present = isShownWith ? condition.path : null;
  const at = (field: string): Place => ({ blockId: block.id, field, present });
  const inRepeat = block.repeat !== null;
  const when =
    block.when?.kind !== "value" || mergePath(block.when.path)
      ? []
      : [error(at("when"), "condition_unknown", { path: block.when.path })];
  switch (block.kind) {
    case "hero": {
      const { picture, heading, text, buttonLabel, href, alt } = block;
      const isOwn = picture.kind === "own";
      const { texts, hrefs } = piecesOf(text);
      return [
        ...when,
        ...(isOwn && picture.src === "" ? [warning(at("picture"), "image_missing")] : []),
        ...(isOwn && picture.src !== "" && alt.trim() === ""
          ? [warning(at("alt"), "alt_missing")]
          : []),
        ...[alt, heading, buttonLabel].flatMap((it) => checkText(at("heading"), it, inRepeat)),
        ...texts.flatMap((it) => checkText(at("text"), it, inRepeat)),
        ...hrefs.flatMap((it) => checkLink(at("text"), it, inRepeat)),
        ...(buttonLabel === "" && href === "" ? [] : checkLink(at("href"), href, inRepeat)),
      ];
    }
    case "benefits":
      return [
        ...when,
        ...block.items.flatMap(({ title, text }) => [
          ...nonEmpty(at("items"), title),
          ...checkText(at("items"), title, inRepeat),
          ...checkText(at("items"), text, inRepeat),
        ]),
      ];
    case "faq":
      return [
        ...when,
        ...block.items.flatMap(({ question, answer }) => [
          ...nonEmpty(at("items"), question),
          ...checkText(at("items"), question, inRepeat),
          ...checkText(at("items"), answer, inRepeat),
        ]),
      ];
    case "heading":
      return [
        ...when,
        ...nonEmpty(at("text"), block.text, "text_missing"),
        ...checkText(at("text"), block.text, inRepeat),
      ];
    case "text": {
      const { texts, hrefs } = piecesOf(block.text);
      return [
        ...when,
        ...texts.flatMap((text) => checkText(at("text"), text, inRepeat)),
        ...hrefs.flatMap((href) => checkLink(at("text"), href, inRepeat)),
      ];
    }
    case "image":
      return [
        ...when,
        ...(block.src === "" ? [warning(at("src"), "image_missing")] : []),
        ...(block.src !== "" && block.alt.trim() === "" ? [warning(at("alt"), "alt_missing")] : []),
        ...checkText(at("alt"), block.alt, inRepeat),
        ...(block.href === "" ? [] : checkLink(at("href"), block.href, inRepeat)),
      ];
    case "button":
      return [
        ...when,
        ...nonEmpty(at("label"), block.label),
        ...checkText(at("label"), block.label, inRepeat),
        ...checkLink(at("href"), block.href, inRepeat),
      ];
    case "product":
      return [
        ...when,
        ...checkProducts(block),
        ...checkText(at("buttonLabel"), block.buttonLabel, inRepeat),
      ];
    case "product-grid":
      return [
        ...when,
        ...checkProducts(block),
        ...checkText(at("title"), block.title, inRepeat),
        ...checkText(at("buttonLabel"), block.buttonLabel, inRepeat),
      ];
    case "coupon":
      return [
        ...when,
        ...(block.code === "" ? [warning(at("code"), "code_missing")] : []),
        // The block is shown only when its values are present.
        ...(["title", "code", "note"] as const)
          .flatMap((field) => checkText(at(field), block[field], inRepeat))
          .filter(({ severity }) => severity === "error" || block.code !== ""),
      ];
    case "reviews":
      return [
        ...when,
        ...checkChosen(block),
        ...checkText(at("title"), block.title, inRepeat),
        ...block.quotes.flatMap(({ text, name }) => [
          ...nonEmpty(at("quotes"), text, "text_missing"),
          ...[text, name].flatMap((it) => checkText(at("quotes"), it, inRepeat)),
        ]),
      ];
    case "video":
      return [
        ...when,
        ...(block.src === "" ? [warning(at("src"), "image_missing")] : []),
        ...nonEmpty(at("label"), block.label),
        ...checkText(at("label"), block.label, inRepeat),
        ...checkLink(at("href"), block.href, inRepeat),
      ];
    case "signature":
      return [
        ...when,
        ...nonEmpty(at("name"), block.name, "text_missing"),
        ...[block.name, block.role].flatMap((it) => checkText(at("name"), it, inRepeat)),
      ];
    case "menu":
      return [
        ...when,
        ...block.items.flatMap(({ label, href }) => [
          ...nonEmpty(at("items"), label),
          ...checkText(at("items"), label, inRepeat),
          ...checkLink(at("items"), href, inRepeat),
        ]),
      ];
    case "html":
      return [...when, ...checkMarkup(at("html"), block.html, inRepeat)];
    case "order-summary":
    case "social":
    case "divider":
    case "spacer":
    case "columns":
      return when;
  }
}

function checkProducts(
  block: Extract<Block, { kind: "product" | "product-grid" }>,
): EmailProblem[] {
  const at: Place = { blockId: block.id, field: "buttonLabel" };
  return [...checkChosen(block), ...(block.details.button ? nonEmpty(at, block.buttonLabel) : [])];
}

/** Warns of a block that shows nothing until products are chosen. */
function checkChosen({
  id,
  source,
}: Extract<Block, { kind: "product" | "product-grid" | "reviews" }>): EmailProblem[] {
  const isEmpty = source.kind === "chosen" && source.productIds.length === 0;
  return isEmpty ? [warning({ blockId: id, field: "source" }, "products_missing")] : [];
}

function checkMarkup(place: Place, html: string, inRepeat: boolean): EmailProblem[] {
  const parsed = parseMerge(html, linkPaths(inRepeat));
  if (parsed.kind === "refused") return [unparsed(place, parsed.problem)];
  return /<img\b(?![^>]*\balt="[^"]+)/i.test(html) ? [warning(place, "html_alt_missing")] : [];
}

function nonEmpty(
  place: Place,
  text: string,
  code: "text_missing" | "label_missing" = "label_missing",
): EmailProblem[] {
  return text.trim() === "" ? [error(place, code)] : [];
}

/** Text colors are adjusted for contrast; the merchant is warned where a color was changed. */
function checkColors({ theme }: LocalEmail, brand: Brand): EmailProblem[] {
  const accent = theme.accent ?? brand.accent;
  const { card } = createPalette(THEME_DESIGNS[brand.theme], accent, "light", theme);
  return contrastRatio(accent, card.ground) < 3
    ? [warning({ blockId: null, field: "accent" }, "accent_adjusted")]
    : [];
}

/** The footer cannot be removed; its content comes from the brand. */
function checkFooter({ footer }: LocalEmail, brand: Brand): EmailProblem[] {
  const isComplete = brand.legalName.trim() !== "" && brand.postalAddress.trim().length >= 5;
  return isComplete ? [] : [error({ blockId: footer.id, field: null }, "footer_incomplete")];
}

const problemAt =
  (severity: EmailProblem["severity"]) =>
  (
    { blockId, field }: Place,
    code: EmailProblemCode,
    values?: EmailProblem["values"],
  ): EmailProblem => ({ severity, blockId, field, code, ...(values && { values }) });
const error = problemAt("error");
const warning = problemAt("warning");

const unparsed = (place: Place, { code, values }: MergeProblem): EmailProblem =>
  error(place, code, values);
