import { Banner } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { useThemeState } from "./use-theme-state";

interface EmbedBannerProps {
  /** Opens the embed's switch in the theme editor. */
  url: string;
  /** Whether a form is live. */
  isNeeded: boolean;
}

/** Says that the theme does not show the live forms, until the app embed is on. */
export function EmbedBanner({ url, isNeeded }: EmbedBannerProps) {
  const text = useText("forms");
  const theme = useThemeState();
  if (!isNeeded || theme === null || theme.forms) return null;
  return (
    <Banner
      tone="warning"
      title={text("embed.title")}
      action={{ content: text("embed.open"), url, external: true }}
    >
      {text("embed.text")}
    </Banner>
  );
}
