import { Banner, Text } from "@shopify/polaris";
import { appBridge } from "~/components/app-bridge";
import type { EmailDocument } from "~/messages/document/email-document";
import type { Autosave, SaveState } from "../use-autosave";

const WORDS: Readonly<Record<Exclude<SaveState, "conflict">, string>> = {
  saved: "Draft saved",
  waiting: "Not saved yet",
  saving: "Saving",
  failed: "Not saved: no answer came. Trying again.",
};

/** The saving state of the page. */
export function SaveLine({ state, hasChanges }: { state: SaveState; hasChanges: boolean }) {
  if (state === "saved" && !hasChanges) return null;
  return (
    <span role="status">
      <Text as="span" variant="bodySm" tone={state === "failed" ? "critical" : "subdued"}>
        {state === "conflict" ? "Not saved: changed elsewhere" : WORDS[state]}
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
  if (save.state !== "conflict") return null;
  const load = async () => {
    const theirs = await save.loadTheirs();
    if (theirs) onLoad(theirs);
    else appBridge()?.toast.show("The other one could not be loaded", { isError: true });
  };
  return (
    <Banner
      tone="warning"
      title="This email was changed in another tab or by somebody else"
      action={{ content: "Keep what is here", onAction: save.keepMine }}
      secondaryAction={{ content: "Load the other one", onAction: () => void load() }}
    >
      <p>What you did here since then is not saved. One of the two has to give way.</p>
    </Banner>
  );
}
