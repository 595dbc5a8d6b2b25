import { Banner } from "@shopify/polaris";
import { lazy, type ComponentType } from "react";
import { useText } from "~/i18n/text-provider";
import { importTwice } from "./import-twice";

/**
 * A component whose code the browser loads separately. If that fails, such as after a deployment removed the code, the
 * component asks to reload the page: an error would replace the whole page.
 */
export function lazyPart<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  return lazy(() =>
    importTwice(load).catch((error: unknown): { default: ComponentType<Props> } => {
      reportError(error);
      return { default: ReloadBanner };
    }),
  );
}

function ReloadBanner() {
  const text = useText("common");
  return (
    <Banner
      tone="warning"
      title={text("notLoaded.title")}
      action={{ content: text("notLoaded.reload"), onAction: () => window.location.reload() }}
    >
      {text("notLoaded.why")}
    </Banner>
  );
}
