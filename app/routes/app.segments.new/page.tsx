import { Box, Page } from "@shopify/polaris";
import type { ComponentProps } from "react";
import { SaveBar } from "~/components/forms/save-bar";
import { useText } from "~/i18n/text-provider";
import { SegmentForm } from "~/components/segments/segment-form";

type NewSegmentPageProps = ComponentProps<typeof SegmentForm> & {
  isDirty: boolean;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
};

export function NewSegmentPage(props: NewSegmentPageProps) {
  const text = useText("segments");
  const common = useText("common");
  const { isDirty, isSaving, onSave, onDiscard, ...form } = props;
  return (
    <Page
      title={text("create")}
      backAction={{ content: text("title"), url: "/app/segments" }}
      {...(!isDirty && {
        // A template can be saved unchanged; after a change the save bar takes over.
        primaryAction: {
          content: common("save"),
          loading: isSaving,
          disabled: form.draft.name.trim() === "",
          onAction: onSave,
        },
      })}
    >
      <SaveBar
        id="new-segment-save-bar"
        isDirty={isDirty}
        isSaving={isSaving}
        onSave={onSave}
        onDiscard={onDiscard}
      />
      <SegmentForm {...form} />
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
