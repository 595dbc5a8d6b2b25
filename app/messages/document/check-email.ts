import { flattenBlocks, type Block } from "../blocks/block";
import { piecesOf } from "../blocks/rich-text";
import { contrastRatio } from "../brand/accent";
import type { Brand } from "../brand/brand";
import { parseMerge } from "../merge/merge-grammar";
import { linkPaths, mergePath, textPaths } from "../merge/merge-paths";
import { isLarge, MAX_HTML_BYTES } from "../editing/email-size";
import { lightPalette } from "../theme/palette";
import type { LocalEmail } from "./email-document";

/** A problem of an email. An error prevents publishing. */
export interface EmailProblem {
  readonly severity: "error" | "warning";
  /** The block; null: the whole email. */
  readonly blockId: string | null;
  readonly field: string | null;
  /** Text for the merchant. */
  readonly message: string;
}

/** Validates an email without data: texts, merge values, links, images, colors and legal requirements. */
export function checkEmail(email: LocalEmail, brand: Brand): readonly EmailProblem[] {
  return [
    ...checkLine("subject", email.subject, "error", "The email needs a subject"),
    ...checkLine(
      "preheader",
      email.preheader,
      "warning",
      "Without a preview text inboxes show the email's first words",
    ),
    ...flattenBlocks(email.blocks).flatMap((block) => checkBlock(block)),
    ...checkColors(email, brand),
    ...checkFooter(email, brand),
  ];
}

/** Validates the size of a filled-in email. */
export function checkSize(htmlBytes: number): readonly EmailProblem[] {
  if (htmlBytes > MAX_HTML_BYTES) {
    return [
      error(
        null,
        null,
        "The email is larger than Gmail shows, and would not be sent. Shorten its texts, or show fewer products.",
      ),
    ];
  }
  if (!isLarge(htmlBytes)) return [];
  return [
    warning(
      null,
      null,
      "The email is nearly as large as Gmail shows. With longer product names it may not be sent.",
    ),
  ];
}

function checkLine(
  field: "subject" | "preheader",
  text: string,
  severity: EmailProblem["severity"],
  missing: string,
): EmailProblem[] {
  if (text.trim() === "") return [{ severity, blockId: null, field, message: missing }];
  return checkText({ blockId: null, field }, text, false);
}

type Place = Pick<EmailProblem, "blockId" | "field"> & {
  /** Merge value that must be present for this text to be shown. */
  readonly present?: string | null;
};

/** Validates a text and its merge values that may be missing without a fallback. */
function checkText(
  { blockId, field, present }: Place,
  text: string,
  inRepeat: boolean,
): EmailProblem[] {
  const parsed = parseMerge(text, textPaths(inRepeat));
  if (parsed.kind === "refused") return [error(blockId, field, parsed.problem)];
  return parsed.parts.flatMap((part) => {
    if (typeof part === "string") return [];
    if (part.path === present) return [];
    const has = (name: string) => part.filters.some((filter) => filter.name === name);
    // `prepend` and `append` hide a missing value.
    if (!mergePath(part.path)?.mayBeMissing || has("default") || has("prepend") || has("append"))
      return [];
    return [
      warning(
        blockId,
        field,
        `Some people have no "${mergePath(part.path)?.label ?? part.path}": say what stands there instead, as in {{ ${part.path} | default: "there" }}`,
      ),
    ];
  });
}

function checkLink({ blockId, field }: Place, href: string, inRepeat: boolean): EmailProblem[] {
  if (href === "") return [error(blockId, field, "The link leads nowhere yet")];
  const parsed = parseMerge(href, linkPaths(inRepeat));
  if (parsed.kind === "refused") return [error(blockId, field, parsed.problem)];
  return href.startsWith("http:")
    ? [warning(blockId, field, "The address begins with http:// and is not safe")]
    : [];
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
      : [error(block.id, "when", `"${block.when.path}" is no value of an email`)];
  switch (block.kind) {
    case "heading":
      return [
        ...when,
        ...nonEmpty(at("text"), block.text),
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
        ...(block.src === ""
          ? [warning(block.id, "src", "No picture is chosen, so none is shown")]
          : []),
        ...(block.src !== "" && block.alt.trim() === ""
          ? [warning(block.id, "alt", "Say what the picture shows, for people who cannot see it")]
          : []),
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
        ...(block.code === ""
          ? [
              warning(
                block.id,
                "code",
                "No code is set: it shows the code that a flow or campaign gives each customer, and nothing where none is given",
              ),
            ]
          : []),
        // The block is shown only when its values are present.
        ...(["title", "code", "note"] as const)
          .flatMap((field) => checkText(at(field), block[field], inRepeat))
          .filter(({ severity }) => severity === "error" || block.code !== ""),
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
      return [...when, ...checkMarkup(block.id, block.html, inRepeat)];
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
  const isEmpty = block.source.kind === "chosen" && block.source.productIds.length === 0;
  return [
    ...(isEmpty ? [warning(block.id, "source", "No product is chosen, so none is shown")] : []),
    ...(block.details.button
      ? nonEmpty({ blockId: block.id, field: "buttonLabel" }, block.buttonLabel)
      : []),
  ];
}

function checkMarkup(blockId: string, html: string, inRepeat: boolean): EmailProblem[] {
  const parsed = parseMerge(html, linkPaths(inRepeat));
  if (parsed.kind === "refused") return [error(blockId, "html", parsed.problem)];
  return /<img\b(?![^>]*\balt="[^"]+)/i.test(html)
    ? [warning(blockId, "html", "A picture does not say what it shows: give it an alt text")]
    : [];
}

function nonEmpty({ blockId, field }: Place, text: string): EmailProblem[] {
  return text.trim() === "" ? [error(blockId, field, "Must not be empty")] : [];
}

/** Text colors are adjusted for contrast; the merchant is warned where a color was changed. */
function checkColors({ theme }: LocalEmail, brand: Brand): EmailProblem[] {
  const palette = lightPalette(theme);
  const accent = theme.accent ?? brand.accent;
  const problems: EmailProblem[] = [];
  if (theme.page !== null && palette.page !== theme.page) {
    problems.push(
      warning(null, "page", "The footer could not be read on this ground, so the card's is used"),
    );
  }
  if (contrastRatio(accent, palette.card) < 3) {
    problems.push(
      warning(
        null,
        "accent",
        "The color is pale on this ground: links are shown in a darker shade of it",
      ),
    );
  }
  return problems;
}

/** The footer cannot be removed; its content comes from the brand. */
function checkFooter({ footer }: LocalEmail, brand: Brand): EmailProblem[] {
  const isComplete = brand.legalName.trim() !== "" && brand.postalAddress.trim().length >= 5;
  return isComplete
    ? []
    : [
        error(
          footer.id,
          null,
          "Law wants a name and a postal address in every email: add them in the settings",
        ),
      ];
}

const error = (blockId: string | null, field: string | null, message: string): EmailProblem => ({
  severity: "error",
  blockId,
  field,
  message,
});
const warning = (blockId: string | null, field: string | null, message: string): EmailProblem => ({
  severity: "warning",
  blockId,
  field,
  message,
});
