import type common from "./locales/en/common.json";
import type errors from "./locales/en/errors.json";
import type plan from "./locales/en/plan.json";

/** The texts of each feature, by key: the files of a language's folder. English has every key. */
export interface Messages {
  readonly common: typeof common;
  readonly errors: typeof errors;
  readonly plan: typeof plan;
}

export type TextFeature = keyof Messages;
export type TextKey<F extends TextFeature> = keyof Messages[F] & string;
