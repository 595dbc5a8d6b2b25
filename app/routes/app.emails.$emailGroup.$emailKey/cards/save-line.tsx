import { Banner, Text } from "@shopify/polaris";
import { appBridge } from "~/components/app-bridge";
import { useText } from "~/i18n/text-provider";
import type { EmailDocument } from "~/messages/document/email-document";
import type { Autosave, SaveState } from "../use-autosave";

/** The saving state of the page. */
export function SaveLine({ state, hasChanges }: { state: SaveState; hasChanges: boolean }) {
  const text = useText("email-editor");
  if (state === "saved" && !hasChanges) return null;
  return (
    <span role="status">
      <Text as="span" variant="bodySm" tone={state === "failed" ? "critical" : "subdued"}>
        {text(`save.${state}`)}
      </Text>
    </span>
  );
}

interface ConflictBannerProps {
  save: Autosave;
  onLoad: (theirs: EmailDocument) => void;
}

/** Another user saved the email: the merchant chooses one of the two versions. */
export function ConflictBanner({ save, onLoad }: ConflictBannerProps) {
  const text = useText("email-editor");
  if (save.state !== "conflict") return null;
  const load = async () => {
    const theirs = await save.loadTheirs();
    if (theirs) onLoad(theirs);
    else appBridge()?.toast.show(text("conflict.notLoaded"), { isError: true });
  };
  return (
    <Banner
      tone="warning"
      title={text("conflict.title")}
      action={{ content: text("conflict.keep"), onAction: save.keepMine }}
      secondaryAction={{ content: text("conflict.load"), onAction: () => void load() }}
    >
      <p>{text("conflict.text")}</p>
    </Banner>
  );
}
