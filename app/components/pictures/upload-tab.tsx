import { BlockStack, DropZone, InlineStack, ProgressBar, Text, Thumbnail } from "@shopify/polaris";
import { useEffect, useId, useMemo } from "react";
import { weightWords, PICTURE_TYPES } from "~/messages/pictures/picture-file";
import { PictureNotes } from "./notes";
import { pictureNotes, type ShownSize } from "~/messages/pictures/shop-picture";
import type { UploadStep } from "./upload-picture";
import type { ChosenFile, Upload } from "./use-upload";

const ACCEPTED = Object.values(PICTURE_TYPES)
  .map(({ mimeType }) => mimeType)
  .join(",");

interface UploadTabProps {
  upload: Upload;
  shown: ShownSize;
}

/** Choose a file, preview it, then upload it. */
export function UploadTab({ upload: { chosen, step, onChoose }, shown }: UploadTabProps) {
  return (
    <BlockStack gap="300">
      <DropZone
        label="Picture from your computer"
        accept={ACCEPTED}
        type="image"
        allowMultiple={false}
        disabled={step !== null}
        // Polaris's own message for a wrong type says less than ours.
        customValidator={() => true}
        onDrop={([file]) => {
          if (file) onChoose(file);
        }}
      >
        {chosen ? (
          <Chosen chosen={chosen} />
        ) : (
          <DropZone.FileUpload
            actionTitle="Choose a picture"
            actionHint="or drop it here. PNG, JPEG or GIF, at most 20 MB; WebP is shown as a JPEG"
          />
        )}
      </DropZone>
      {chosen && <PictureNotes notes={pictureNotes(chosen.look, shown)} />}
      {step && <Progress step={step} />}
    </BlockStack>
  );
}

function Chosen({ chosen: { file, kind, look } }: { chosen: ChosenFile }) {
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return (
    <div style={{ padding: "var(--p-space-400)" }}>
      <InlineStack gap="300" blockAlign="center" wrap={false}>
        <Thumbnail size="large" source={url} alt="" />
        <BlockStack gap="050">
          <Text as="p" breakWord>
            {file.name}
          </Text>
          <Text as="p" tone="subdued">
            {`${PICTURE_TYPES[kind].name}, ${look.widthPx} × ${look.heightPx} pixels, ${weightWords(file.size)}`}
          </Text>
          <Text as="p" tone="subdued">
            Click or drop another to replace it.
          </Text>
        </BlockStack>
      </InlineStack>
    </div>
  );
}

/** The progress; announced at each stage, not at each percent. */
function Progress({ step }: { step: UploadStep }) {
  const id = useId();
  const percent = step.kind === "sending" ? Math.round(step.share * 100) : 100;
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between">
        <span id={id} aria-live="polite">
          {step.kind === "sending" ? "Uploading" : "Shopify is preparing the picture"}
        </span>
        {step.kind === "sending" && <span aria-hidden>{`${percent} %`}</span>}
      </InlineStack>
      <ProgressBar size="small" progress={percent} ariaLabelledBy={id} />
    </BlockStack>
  );
}
