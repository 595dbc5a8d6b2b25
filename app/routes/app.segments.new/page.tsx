import { Box, Page } from "@shopify/polaris";
import type { ComponentProps } from "react";
import { SaveBar } from "~/components/forms/save-bar";
import { SegmentForm } from "~/components/segments/segment-form";

type NewSegmentPageProps = ComponentProps<typeof SegmentForm> & {
  isDirty: boolean;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
};

export function NewSegmentPage(props: NewSegmentPageProps) {
  const { isDirty, isSaving, onSave, onDiscard, ...form } = props;
  return (
    <Page
      title="New segment"
      subtitle="Say whom you mean; Kindred keeps the list up to date"
      backAction={{ content: "Segments", url: "/app/segments" }}
      {...(!isDirty && {
        // A template can be saved unchanged; after a change the save bar takes over.
        primaryAction: {
          content: "Save",
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
