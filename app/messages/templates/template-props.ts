import type { Brand } from "../brand/brand";
import type { MailView } from "../mail-view";

/** A step's texts with their values in place, or with marks while compiling. */
export interface TemplateCopy {
  readonly subject: string;
  readonly preheader: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly button: string;
}

/** What every template gets, and all it may use. */
export interface TemplateProps {
  readonly brand: Brand;
  readonly copy: TemplateCopy;
  readonly view: MailView;
}
