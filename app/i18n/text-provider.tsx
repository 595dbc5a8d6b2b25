import { createContext, useContext, useMemo, type ReactNode } from "react";
import { createFormat, type Format } from "./create-format";
import { createText, type Text, type TextContext } from "./create-text";
import errors from "./locales/en/errors.json";
import type { TextFeature } from "./messages";

/** Outside a provider there is only what an error page says. */
const Context = createContext<TextContext>({
  locale: "en-US",
  timeZone: "UTC",
  messages: { errors },
});

interface TextProviderProps {
  value: TextContext;
  children: ReactNode;
}

export function TextProvider({ value, children }: TextProviderProps) {
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The texts of a feature in the reader's language. */
export function useText<F extends TextFeature>(feature: F): Text<F> {
  const context = useContext(Context);
  return useMemo(() => createText(context, feature), [context, feature]);
}

/** Numbers and times as the reader writes them, in the store's time zone. */
export function useFormat(): Format {
  const { locale, timeZone } = useContext(Context);
  return useMemo(() => createFormat(locale, timeZone), [locale, timeZone]);
}
