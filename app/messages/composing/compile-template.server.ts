import { createHash } from "node:crypto";
import { render, toPlainText } from "react-email";
import type { StepCopy, TemplateId } from "~/flows/send-step";
import { AppError } from "~/lib/errors";
import type { Brand } from "../brand/brand";
import { checkCopy } from "../editing/check-copy";
import type { CompiledTemplate } from "./compiled-template";
import { applyFilters, parseMerge, type MergeValue } from "../merge/merge-grammar";
import { borderBlocks, escapeInHtml, parseParts, tidyBorders } from "../merge/parse-parts";
import { MARKED_VIEW, writeMark } from "../merge/placeholders";
import { COPY_PATHS } from "../editing/step-copy";
import { AbandonedCheckout } from "../templates/AbandonedCheckout";
import { CrossSell } from "../templates/CrossSell";
import type { TemplateCopy, TemplateProps } from "../templates/template-props";

export interface TemplateSource {
  readonly template: TemplateId;
  /** The flow's version, for the record. */
  readonly version: number;
  readonly brand: Brand;
  readonly copy: StepCopy;
}

const TEMPLATES: Readonly<Record<TemplateId, (props: TemplateProps) => React.JSX.Element>> = {
  "abandoned-checkout": AbandonedCheckout,
  "cross-sell": CrossSell,
};

/**
 * Renders a template once, with marks in place of values, and cuts the result
 * at the marks. About 10 ms; keep the result.
 *
 * @throws AppError `invalid_input` for texts that `checkCopy` refuses, with its first problem
 */
export async function compileTemplate(source: TemplateSource): Promise<CompiledTemplate> {
  const { template, version, brand } = source;
  const checked = checkCopy(template, source.copy);
  if (checked.kind === "refused") {
    const [problem] = checked.problems;
    throw new AppError("invalid_input", `${problem?.field ?? "copy"}: ${problem?.message ?? ""}`);
  }
  const copy = mergeCopy(template, checked.copy, (value) =>
    value.path === "brand.shopName"
      ? applyFilters(brand.shopName, value.filters)
      : writeMark(value),
  );
  const marked = await renderTemplate(template, { brand, copy, view: MARKED_VIEW });
  const subject = parseParts(copy.subject, () => "header");
  const html = parseParts(
    borderBlocks(marked, (border) => border),
    escapeInHtml,
  );
  const asText = plainText(borderBlocks(marked, (border) => `<p>${border}</p>`));
  const text = parseParts(tidyBorders(asText), () => "plain");
  const sha256 = createHash("sha256")
    .update(JSON.stringify([subject, html, text]))
    .digest("hex");
  return { id: template, version, subject, html, text, sha256 };
}

/** A template with these props as HTML, by React. Slow: for previews, the compiler, and tests as its oracle. */
export async function renderTemplate(template: TemplateId, props: TemplateProps): Promise<string> {
  return render(TEMPLATES[template](props));
}

/** The plain text of a rendered template. Headings keep their case; the shop's name is no link there. */
export function plainText(html: string): string {
  const headings = ["h1", "h2"].map((selector) => ({ selector, options: { uppercase: false } }));
  const wordmark = { selector: "a.wordmark", format: "anchor", options: { ignoreHref: true } };
  return toPlainText(html, { selectors: [...headings, wordmark] });
}

/** A step's texts with each value put in place by `writeValue`. */
export function mergeCopy(
  template: TemplateId,
  copy: StepCopy,
  writeValue: (value: MergeValue) => string,
): TemplateCopy {
  const merge = (text: string) => {
    const parsed = parseMerge(text, COPY_PATHS[template]);
    if (parsed.kind === "refused") throw new AppError("invalid_input", parsed.problem);
    return parsed.parts
      .map((part) => (typeof part === "string" ? part : writeValue(part)))
      .join("");
  };
  return {
    subject: merge(copy.subject),
    preheader: merge(copy.preheader),
    heading: merge(copy.heading),
    paragraphs: copy.intro.split(/\n\s*\n/).map(merge),
    button: merge(copy.button),
  };
}
