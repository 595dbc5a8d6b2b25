import formatMessage, { type CompiledMessage } from "icu-minify/format";
import { createElement, Fragment, type ReactNode } from "react";
import { dateTimeFormat, numberFormat, pluralRules } from "./formatters";
import type { TextFeature, TextKey } from "./messages";

export type { CompiledMessage };

/** Compiled texts of one language: feature → key → text. */
export type CompiledMessages = Readonly<
  Partial<Record<TextFeature, Readonly<Record<string, CompiledMessage>> | undefined>>
>;

/** Whose language, region and clock a text is written for. */
export interface TextContext {
  /** BCP 47. */
  readonly locale: string;
  /** IANA. */
  readonly timeZone: string;
  readonly messages: CompiledMessages;
}

type Value = string | number | Date;
/** Wraps a tagged part of a text: `<b>…</b>` is `{ b: (chunks) => <b>{chunks}</b> }`. */
type Tag = (chunks: ReactNode) => ReactNode;
type Values<Kind> = Readonly<Record<string, Kind>>;

/** The texts of one feature. */
export interface Text<F extends TextFeature> {
  (key: TextKey<F>, values?: Values<Value>): string;
  /** Whether a code from elsewhere has a text. */
  has(key: string): boolean;
  rich(key: TextKey<F>, values: Values<Value | Tag>): ReactNode;
}

/**
 * Writes the texts of a feature, which are in ICU message syntax
 * (https://unicode-org.github.io/icu/userguide/format_parse/messages).
 *
 * @throws Error when the context lacks the key: the page names too few features (page-features.ts)
 */
export function createText<F extends TextFeature>(
  { locale, timeZone, messages }: TextContext,
  feature: F,
): Text<F> {
  const write = <Part extends ReactNode>(key: string, values: object) => {
    const message = messages[feature]?.[key];
    if (message === undefined) throw new Error(`no text ${feature}.${key}`);
    const options = { timeZone, formatters: FORMATTERS, formats: FORMATS };
    return formatMessage<Part>(message, locale, { ...values }, options);
  };
  return Object.assign(
    (key: TextKey<F>, values: Values<Value> = {}) => {
      const written = write<string>(key, values);
      return typeof written === "string" ? written : written.join("");
    },
    {
      has: (key: string) => messages[feature]?.[key] !== undefined,
      rich(key: TextKey<F>, values: Values<Value | Tag>) {
        const written = write<ReactNode>(key, values);
        // As children of an element instead of an array, the parts need no keys.
        return Array.isArray(written) ? createElement(Fragment, null, ...written) : written;
      },
    },
  );
}

/** The styles of ICU's date and time arguments: `{day, date, long}`. */
const FORMATS = {
  date: {
    short: { dateStyle: "short" },
    medium: { dateStyle: "medium" },
    long: { dateStyle: "long" },
    full: { dateStyle: "full" },
  },
  time: { short: { timeStyle: "short" }, medium: { timeStyle: "medium" } },
} as const;

const FORMATTERS = {
  getDateTimeFormat: (locale?: unknown, options?: Intl.DateTimeFormatOptions) =>
    dateTimeFormat(String(locale), options ?? {}),
  getNumberFormat: (locale?: unknown, options?: Intl.NumberFormatOptions) =>
    numberFormat(String(locale), options ?? {}),
  getPluralRules: (locale?: unknown, options?: Intl.PluralRulesOptions) =>
    pluralRules(String(locale), options ?? {}),
};
