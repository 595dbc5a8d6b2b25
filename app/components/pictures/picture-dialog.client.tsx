import { Banner, BlockStack, Modal, Tabs, TextField } from "@shopify/polaris";
import { useState } from "react";
import { weightProblem, type ShopPicture, type ShownSize } from "~/messages/pictures/shop-picture";
import { FilesPermissionRequest } from "./files-question";
import { FilesTab } from "./files-tab";
import { measurePictureWeight } from "./read-picture";
import { UploadTab } from "./upload-tab";
import { useShopFiles } from "./use-shop-files";
import { useUpload } from "./use-upload";

export interface PictureDialogProps {
  /** Its displayed size. */
  shown: ShownSize;
  /** The current alternative text; null: the target needs none. */
  alt: string | null;
  onClose: () => void;
  /** @returns why it cannot be used, or null */
  onUse: (picture: ShopPicture, alt: string) => string | null;
}

const TABS = [
  { id: "upload", content: "Upload", panelID: "upload-panel" },
  { id: "files", content: "From your files", panelID: "files-panel" },
];
const FILES = 1;
const MAX_ALT_CHARS = 300;

/** Uploads an image to the shop's files, or chooses one of them. */
export default function PictureDialog({ shown, alt, onClose, onUse }: PictureDialogProps) {
  const [tab, setTab] = useState(0);
  const [text, setText] = useState(alt ?? "");
  const [chosen, setChosen] = useState<ShopPicture | null>(null);
  const [heavy, setHeavy] = useState<{ picture: ShopPicture; words: string } | null>(null);
  const [isWeighing, setWeighing] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const files = useShopFiles();
  const upload = useUpload();

  function keep(picture: ShopPicture) {
    const problem = onUse(picture, text.trim());
    if (problem === null) onClose();
    else setRefused(problem);
  }
  async function take(picture: ShopPicture) {
    setWeighing(true);
    const bytes = await measurePictureWeight(picture.url);
    setWeighing(false);
    const words = bytes === null ? null : weightProblem(bytes);
    if (words === null) keep(picture);
    else setHeavy({ picture, words });
  }
  async function act() {
    if (heavy) {
      keep(heavy.picture);
      return;
    }
    const picture = tab === FILES ? chosen : await upload.send(text.trim());
    if (picture) await take(picture);
  }
  const another = () => {
    setHeavy(null);
    setRefused(null);
  };

  const isGranted = files.found?.kind !== "not_granted";
  const isBusy = upload.step !== null || isWeighing;
  const problem =
    refused ??
    (tab === FILES ? files.found?.kind === "refused" && files.found.problem : upload.problem);
  return (
    <Modal
      open
      title="Choose a picture"
      onClose={onClose}
      {...(isGranted && {
        primaryAction: {
          content: heavy
            ? "Use it all the same"
            : tab === FILES
              ? "Use this picture"
              : "Upload and use",
          disabled: (tab === FILES ? chosen : upload.chosen) === null,
          loading: isBusy,
          onAction: () => void act(),
        },
      })}
      secondaryActions={[{ content: upload.step ? "Stop" : "Cancel", onAction: onClose }]}
    >
      {isGranted && (
        <Tabs
          tabs={TABS}
          selected={tab}
          disabled={isBusy}
          onSelect={(selected) => {
            another();
            setTab(selected);
          }}
        />
      )}
      <Modal.Section>
        {isGranted ? (
          <BlockStack gap="300">
            {tab === FILES ? (
              <FilesTab
                files={files}
                chosen={chosen}
                shown={shown}
                onChoose={(picture) => {
                  another();
                  setChosen(picture);
                  // Keeps typed text and drops the previous image's text.
                  if (text === (chosen?.alt ?? "")) setText(picture.alt);
                }}
              />
            ) : (
              <UploadTab
                upload={{
                  ...upload,
                  onChoose: (file) => {
                    another();
                    upload.onChoose(file);
                  },
                }}
                shown={shown}
              />
            )}
            {alt !== null && (
              <TextField
                label="What it shows"
                autoComplete="off"
                maxLength={MAX_ALT_CHARS}
                helpText="Read out to people who cannot see it, and shown where pictures are off."
                disabled={isBusy}
                value={text}
                onChange={setText}
              />
            )}
            <div role="alert">
              {problem && <Banner tone="critical">{problem}</Banner>}
              {heavy && <Banner tone="warning">{heavy.words}</Banner>}
            </div>
          </BlockStack>
        ) : (
          <FilesPermissionRequest onGranted={files.onRetry} />
        )}
      </Modal.Section>
    </Modal>
  );
}
