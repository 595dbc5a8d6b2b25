import { Box, Page } from "@shopify/polaris";
import type { ComponentProps } from "react";
import { SegmentForm } from "~/components/segments/segment-form";

type NewSegmentPageProps = ComponentProps<typeof SegmentForm> & {
  isSaving: boolean;
  onSave: () => void;
};

export function NewSegmentPage({ isSaving, onSave, ...form }: NewSegmentPageProps) {
  return (
    <Page
      title="New segment"
      subtitle="Say whom you mean; Kindred keeps the list up to date"
      backAction={{ content: "Segments", url: "/app/segments" }}
      primaryAction={{
        content: "Save",
        loading: isSaving,
        disabled: form.draft.name.trim() === "",
        onAction: onSave,
      }}
    >
      <SegmentForm {...form} />
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
