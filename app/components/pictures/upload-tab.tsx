import { BlockStack, DropZone, InlineStack, ProgressBar, Text, Thumbnail } from "@shopify/polaris";
import { useEffect, useId, useMemo } from "react";
import { useFormat, useText } from "~/i18n/text-provider";
import { PICTURE_TYPES } from "~/messages/pictures/picture-file";
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
  const text = useText("pictures");
  return (
    <BlockStack gap="300">
      <DropZone
        label={text("upload.label")}
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
            actionTitle={text("upload.choose")}
            actionHint={text("upload.hint")}
          />
        )}
      </DropZone>
      {chosen && <PictureNotes notes={pictureNotes(chosen.look, shown)} />}
      {step && <Progress step={step} />}
    </BlockStack>
  );
}

function Chosen({ chosen: { file, kind, look } }: { chosen: ChosenFile }) {
  const text = useText("pictures");
  const format = useFormat();
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
            {text("upload.file", {
              kind: PICTURE_TYPES[kind].name,
              width: look.widthPx,
              height: look.heightPx,
              size: format.bytes(file.size),
            })}
          </Text>
          <Text as="p" tone="subdued">
            {text("upload.replace")}
          </Text>
        </BlockStack>
      </InlineStack>
    </div>
  );
}

/** The progress; announced at each stage, not at each percent. */
function Progress({ step }: { step: UploadStep }) {
  const text = useText("pictures");
  const format = useFormat();
  const id = useId();
  const percent = step.kind === "sending" ? Math.round(step.share * 100) : 100;
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between">
        <span id={id} aria-live="polite">
          {text(`upload.${step.kind}`)}
        </span>
        {step.kind === "sending" && <span aria-hidden>{format.rate(step.share, 0)}</span>}
      </InlineStack>
      <ProgressBar size="small" progress={percent} ariaLabelledBy={id} />
    </BlockStack>
  );
}
