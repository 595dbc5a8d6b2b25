import { addressedLanguage } from "~/i18n/locale";
import { textIn } from "~/i18n/text-in.server";
import type { LinkPosition, RenderContext } from "../blocks/elements/render-context";
import type { Brand } from "../brand/brand";
import { cleanHtml } from "../document/clean-html.server";
import type { LocalEmail } from "../document/email-document";
import { AppError } from "~/lib/errors";
import type { LineView, EmailView } from "../merge/email-view";
import { escapeHtml } from "../merge/escape-html";
import { applyFilters, parseMerge, type MergeValue } from "../merge/merge-grammar";
import { linkPaths, textPaths } from "../merge/merge-paths";
import { createTheme } from "../theme/theme";

/** Writes merge values: the values themselves, or placeholders for the compiler. */
export interface Writer {
  /** @param item the line of a repeated block, if any */
  readonly value: (value: MergeValue, item: LineView | null) => string;
  /** The URL that replaces a URL of the merchant. */
  readonly target: (href: string, position: LinkPosition, item: LineView | null) => string;
}

interface EmailSource {
  readonly email: Pick<LocalEmail, "language" | "theme">;
  readonly brand: Brand;
  readonly view: EmailView;
  readonly marksBlocks: boolean;
}

/** Creates the render context of an email. */
export function createEmailContext(
  { email, brand, view, marksBlocks }: EmailSource,
  writer: Writer,
): RenderContext {
  const { language } = email;
  const theme = createTheme({
    name: brand.theme,
    accent: brand.accent,
    overrides: email.theme,
    language,
  });
  const text = textIn(addressedLanguage(language, brand.germanAddress), "email", brand.texts);
  const shared = {
    brand,
    theme,
    isOpening: false,
    banner: null,
    text,
    language,
    view,
    marksBlocks,
  };

  const within = (item: LineView | null): RenderContext => {
    const write = (value: MergeValue) =>
      value.path === "brand.shopName"
        ? applyFilters(brand.shopName, value.filters)
        : writer.value(value, item);
    return {
      ...shared,
      merge: (text) => mergeInto(text, textPaths(item !== null), write),
      link(href, position) {
        const lone = loneValue(href, item !== null);
        return lone ? write(lone) : writer.target(href, position, item);
      },
      markup: (html) =>
        mergeInto(cleanHtml(html), linkPaths(item !== null), (value) => escapeHtml(write(value))),
      valueAt: (path) => listAt(view, path) ?? writer.value({ path, filters: [] }, item),
      linesOf: (list) => listAt(view, list) ?? [],
      inside: within,
    };
  };
  return within(null);
}

/** The single merge value of a URL that consists only of it. */
function loneValue(href: string, inRepeat: boolean): MergeValue | null {
  const parsed = parseMerge(href, linkPaths(inRepeat));
  if (parsed.kind === "refused") {
    const { code, values: context = {} } = parsed.problem;
    throw new AppError("invalid_input", code, { context });
  }
  const [first] = parsed.parts;
  return parsed.parts.length === 1 && typeof first === "object" ? first : null;
}

function mergeInto(
  text: string,
  paths: readonly string[],
  write: (value: MergeValue) => string,
): string {
  const parsed = parseMerge(text, paths);
  if (parsed.kind === "refused") {
    const { code, values: context = {} } = parsed.problem;
    throw new AppError("invalid_input", code, { context });
  }
  return parsed.parts.map((part) => (typeof part === "string" ? part : write(part))).join("");
}

function listAt(view: EmailView, path: string): readonly LineView[] | null {
  switch (path) {
    case "checkout.lines":
      return view.checkout.lines;
    case "cart.lines":
      return view.cart.lines;
    case "order.lines":
      return view.order.lines;
    default:
      return null;
  }
}
