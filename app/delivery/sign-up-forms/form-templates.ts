import { shadesOn } from "~/messages/brand/accent";
import { DISCOUNT_PLACEHOLDER, type FormContent } from "./sign-up-form";

/** The ready-made forms. */
export const FORM_TEMPLATES = ["welcome", "exit", "news", "inline"] as const;
export type FormTemplate = (typeof FORM_TEMPLATES)[number];

/** The texts that a merchant starts from. */
interface TemplateTexts {
  readonly heading: string;
  readonly text: string;
  readonly teaser: string;
  readonly success: string;
}

const TARGETING: FormContent["targeting"] = {
  pages: "all",
  urlContains: "",
  delaySeconds: 5,
  scrollPercent: 0,
  onExit: false,
  visitors: "all",
  utmSource: "",
  utmCampaign: "",
  againAfterDays: 30,
};

/** How each template differs. Only the first two promise the discount of the welcome flow. */
const SHAPES: Readonly<
  Record<FormTemplate, Pick<FormContent, "type"> & { readonly targeting: object }>
> = {
  welcome: { type: "popup", targeting: {} },
  exit: { type: "popup", targeting: { delaySeconds: 60, onExit: true } },
  news: { type: "flyout", targeting: { delaySeconds: 10, scrollPercent: 40 } },
  inline: { type: "inline", targeting: { delaySeconds: 0 } },
};

const BUTTON_RATIO = 3;

/** The content of a new form in the shop's accent color. @param accent `#rrggbb` */
export function contentOf(
  template: FormTemplate,
  texts: TemplateTexts,
  accent: string,
): FormContent {
  const { type, targeting } = SHAPES[template];
  const background = "#ffffff";
  const { button, onButton } = shadesOn(accent, background, BUTTON_RATIO);
  return {
    type,
    ...texts,
    button: "",
    consent: "",
    pictureUrl: "",
    position: "end",
    colors: { background, text: "#16181d", button, buttonText: onButton },
    targeting: { ...TARGETING, ...targeting },
  };
}

/** The placeholder as a value of a template's texts. */
export const TEMPLATE_VALUES = { discount: DISCOUNT_PLACEHOLDER };
