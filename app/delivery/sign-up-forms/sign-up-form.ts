import { z } from "zod";
import { contrastRatio, TEXT_RATIO } from "~/messages/brand/accent";

const text = (maxChars: number) => z.string().trim().max(maxChars);
const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const Color = z.string().regex(/^#[0-9a-f]{6}$/i);

/** Who sees a form, on which pages, and when it opens. The storefront applies it: extensions/theme/assets/kindred-forms.js. */
export const FormTargeting = z.object({
  pages: z.enum(["all", "home", "product", "collection", "url"]),
  /** Part of the page's URL, for `url`. */
  urlContains: text(200),
  /** Seconds after the page has loaded. */
  delaySeconds: whole(0, 300),
  /** Part of the page that has been scrolled past, in percent. */
  scrollPercent: whole(0, 100),
  /** Whether it also opens when the pointer leaves toward the address bar. */
  onExit: z.boolean(),
  /** `returning`: visited before; `new`: not. */
  visitors: z.enum(["all", "new", "returning"]),
  /** UTM parameters of the visit; empty: any. */
  utmSource: text(100),
  utmCampaign: text(100),
  /** Days until a form that was closed opens again. */
  againAfterDays: whole(1, 365),
});
export type FormTargeting = z.infer<typeof FormTargeting>;

/** Everything that a visitor sees of a form, and its targeting. */
export const FormContent = z.object({
  /** Inline forms stand in the theme's block; pop-ups and flyouts open over the page. */
  type: z.enum(["popup", "flyout", "inline"]),
  /** Text of the small button that opens the form; empty: none. */
  teaser: text(60),
  heading: text(120),
  text: text(600),
  /** Empty: the theme's text in the visitor's language. */
  button: text(40),
  consent: text(1_000),
  /** Shown above the theme's message after a sign-up. */
  success: text(300),
  /** https, or empty for none. */
  pictureUrl: text(1_000),
  /** The corner of a flyout and a teaser. */
  position: z.enum(["start", "end"]),
  colors: z.object({ background: Color, text: Color, button: Color, buttonText: Color }),
  targeting: FormTargeting,
});
export type FormContent = z.infer<typeof FormContent>;

export const FormStatus = z.enum(["draft", "live"]);
export type FormStatus = z.infer<typeof FormStatus>;

/** The parts of a form whose content a test may vary; the rest is that of variant A. */
export type FormVariant = "a" | "b";

/** A form. */
export interface SignUpFormRecord {
  readonly formId: string;
  readonly name: string;
  readonly status: FormStatus;
  /** Grows with each save. */
  readonly version: number;
  readonly content: FormContent;
  /** The second variant of a running test; null: no test. */
  readonly variantB: FormContent | null;
  /** Number of tests that have been started; it separates their counts. */
  readonly testNumber: number;
}

/** Where a form's texts name the discount of the welcome flow. */
export const DISCOUNT_PLACEHOLDER = "{discount}";

/** Why a form cannot be live. */
export type FormProblem =
  | "heading"
  | "contrast"
  | "button_contrast"
  | "picture"
  | "url"
  /** It promises a discount that the welcome flow does not give, or not to everyone. */
  | "no_discount"
  | "holdout";

/** What the welcome flow gives to people who sign up. */
export interface WelcomeDiscount {
  /** Whole percent; null: no live welcome flow gives a discount. */
  readonly percentOff: number | null;
  /** Share of subscribers who get no email because they are in a holdout group, from 0 to 1. */
  readonly holdoutRate: number;
}

/** The texts of a form that may name the discount. */
const textsOf = ({ teaser, heading, text, button, success }: FormContent) => [
  ...[teaser, heading, text, button, success],
];

/** Whether a form promises the discount of the welcome flow. */
export const promisesWelcomeCode = (content: FormContent): boolean =>
  textsOf(content).some((it) => it.includes(DISCOUNT_PLACEHOLDER));

/**
 * Why this content cannot be shown, worst first. A promised discount is the same for everyone, so it needs a welcome flow
 * that gives it, without a holdout group.
 */
export function findFormProblems(content: FormContent, welcome: WelcomeDiscount): FormProblem[] {
  const { colors, heading, pictureUrl, targeting } = content;
  const isPromised = promisesWelcomeCode(content);
  const checks: readonly (readonly [boolean, FormProblem])[] = [
    [heading === "", "heading"],
    [contrastRatio(colors.text, colors.background) < TEXT_RATIO, "contrast"],
    [contrastRatio(colors.buttonText, colors.button) < TEXT_RATIO, "button_contrast"],
    [pictureUrl !== "" && !isHttps(pictureUrl), "picture"],
    [targeting.pages === "url" && targeting.urlContains === "", "url"],
    [isPromised && welcome.percentOff === null, "no_discount"],
    [isPromised && welcome.percentOff !== null && welcome.holdoutRate > 0, "holdout"],
  ];
  return checks.flatMap(([isWrong, problem]) => (isWrong ? [problem] : []));
}

const isHttps = (url: string) => URL.canParse(url) && new URL(url).protocol === "https:";

/** The arm under which views and sign-ups of a variant are counted: `own` without a test, else `1a`, `1b`, `2a`, … */
export const armOf = (testNumber: number, variant: FormVariant | null): string =>
  variant === null ? "own" : `${testNumber}${variant}`;

/** Such an arm. */
export const ARM = /^(own|[1-9]\d{0,3}[ab])$/;

/** A form's arm, as a storefront reports it. */
export interface FormArm {
  readonly formId: string;
  readonly arm: string;
}

/** What the storefront gets of a live form. */
export interface PublicForm {
  readonly id: string;
  /** One, or two during a test. */
  readonly variants: readonly { readonly arm: string; readonly content: FormContent }[];
}

/** A form as the storefront shows it: with the discount in place, and with one targeting for both variants. */
export function toPublicForm(form: SignUpFormRecord, percentOff: number | null): PublicForm {
  const { formId, content, variantB, testNumber } = form;
  const filled = fillDiscount(content, percentOff);
  if (variantB === null) {
    return { id: formId, variants: [{ arm: armOf(testNumber, null), content: filled }] };
  }
  const other = { ...variantB, type: content.type, targeting: content.targeting };
  return {
    id: formId,
    variants: [
      { arm: armOf(testNumber, "a"), content: filled },
      { arm: armOf(testNumber, "b"), content: fillDiscount(other, percentOff) },
    ],
  };
}

/** Writes the discount into the texts: "10%". Without a discount the placeholder stays. */
export function fillDiscount(content: FormContent, percentOff: number | null): FormContent {
  if (percentOff === null) return content;
  const fill = (it: string) => it.replaceAll(DISCOUNT_PLACEHOLDER, `${percentOff}%`);
  const { teaser, heading, text, button, success } = content;
  return {
    ...content,
    teaser: fill(teaser),
    heading: fill(heading),
    text: fill(text),
    button: fill(button),
    success: fill(success),
  };
}
