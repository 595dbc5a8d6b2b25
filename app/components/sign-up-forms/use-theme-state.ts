import { useEffect, useState } from "react";
import { appBridge } from "~/components/app-bridge";
import { readThemeState, type ThemeState } from "~/shopify/theme-parts";

/** Which blocks are in the store's theme, again after each return from the theme editor; null: not known. */
export function useThemeState(): ThemeState | null {
  const [state, setState] = useState<ThemeState | null>(null);
  useEffect(() => {
    let isGone = false;
    const read = async () => {
      if (document.visibilityState !== "visible") return;
      // Without an answer the links still work, so the merchant needs no error.
      const extensions = await appBridge()
        ?.app?.extensions()
        .catch(() => null);
      if (extensions && !isGone) setState(readThemeState(extensions));
    };
    void read();
    document.addEventListener("visibilitychange", read);
    return () => {
      isGone = true;
      document.removeEventListener("visibilitychange", read);
    };
  }, []);
  return state;
}
