/** Locales come from readers, so the caches need a limit; creating a formatter takes ten times as long as using it. */
const MAX_FORMATTERS = 500;

export const numberFormat = keep(
  (locale: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);
export const dateTimeFormat = keep(
  (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);
export const pluralRules = keep(
  (locale: string, options: Intl.PluralRulesOptions) => new Intl.PluralRules(locale, options),
);
export const listFormat = keep(
  (locale: string, options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options),
);
export const displayNames = keep(
  (locale: string, options: Intl.DisplayNamesOptions) => new Intl.DisplayNames(locale, options),
);

/** Creates each formatter once. */
function keep<Options, Formatter>(
  create: (locale: string, options: Options) => Formatter,
): (locale: string, options: Options) => Formatter {
  const formatters = new Map<string, Formatter>();
  return (locale, options) => {
    const key = `${locale} ${JSON.stringify(options)}`;
    let formatter = formatters.get(key);
    if (formatter === undefined) {
      if (formatters.size >= MAX_FORMATTERS) formatters.clear();
      formatter = create(locale, options);
      formatters.set(key, formatter);
    }
    return formatter;
  };
}
