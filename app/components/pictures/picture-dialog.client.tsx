import { Banner, BlockStack, Tabs, TextField, Button, Text } from "@shopify/polaris";
import { useState } from "react";
import { Dialog } from "~/components/forms/dialog";
import { useFormat, useText } from "~/i18n/text-provider";
import { isHeavyPicture, type ShopPicture, type ShownSize } from "~/messages/pictures/shop-picture";
import { FilesTab } from "./files-tab";
import { measurePictureWeight } from "./read-picture";
import { UploadTab } from "./upload-tab";
import { useShopFiles } from "./use-shop-files";
import { useUpload } from "./use-upload";
import { useScopeRequest } from "~/components/use-scope-request";
import { SHOP_FILES } from "~/shopify/operations/staged-uploads";

export interface PictureDialogProps {
  /** Its displayed size. */
  shown: ShownSize;
  /** The current alternative text; null: the target needs none. */
  alt: string | null;
  onClose: () => void;
  /** @returns why it cannot be used, or null */
  onUse: (picture: ShopPicture, alt: string) => string | null;
}

const FILES = 1;
const MAX_ALT_CHARS = 300;

/** Uploads an image to the shop's files, or chooses one of them. */
export default function PictureDialog({ shown, alt, onClose, onUse }: PictureDialogProps) {
  const text = useText("pictures");
  const format = useFormat();
  const common = useText("common");
  const [tab, setTab] = useState(0);
  const [altText, setAltText] = useState(alt ?? "");
  const [chosen, setChosen] = useState<ShopPicture | null>(null);
  const [heavy, setHeavy] = useState<{ picture: ShopPicture; bytes: number } | null>(null);
  const [isWeighing, setWeighing] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const files = useShopFiles();
  const upload = useUpload();

  function keep(picture: ShopPicture) {
    const problem = onUse(picture, altText.trim());
    if (problem === null) onClose();
    else setRefused(problem);
  }
  async function take(picture: ShopPicture) {
    setWeighing(true);
    const bytes = await measurePictureWeight(picture.url);
    setWeighing(false);
    if (bytes !== null && isHeavyPicture(bytes)) setHeavy({ picture, bytes });
    else keep(picture);
  }
  async function act() {
    if (heavy) {
      keep(heavy.picture);
      return;
    }
    const picture = tab === FILES ? chosen : await upload.send(altText.trim());
    if (picture) await take(picture);
  }
  const another = () => {
    setHeavy(null);
    setRefused(null);
  };

  const isGranted = files.found?.kind !== "not_granted";
  const isBusy = upload.step !== null || isWeighing;
  const failed =
    tab !== FILES ? upload.problem : files.found?.kind === "refused" ? files.found.problem : null;
  const problem = refused ?? (failed && text(`problem.${failed}`));
  return (
    <Dialog
      open
      title={text("title")}
      onClose={onClose}
      {...(isGranted && {
        primaryAction: {
          content: text(heavy ? "useAnyway" : tab === FILES ? "use" : "uploadAndUse"),
          disabled: (tab === FILES ? chosen : upload.chosen) === null,
          loading: isBusy,
          onAction: () => void act(),
        },
      })}
      secondaryActions={[
        { content: upload.step ? text("stop") : common("cancel"), onAction: onClose },
      ]}
    >
      {isGranted && (
        <Tabs
          tabs={(["upload", "files"] as const).map((id) => ({
            id,
            content: text(`tab.${id}`),
            panelID: `${id}-panel`,
          }))}
          selected={tab}
          disabled={isBusy}
          onSelect={(selected) => {
            another();
            setTab(selected);
          }}
        />
      )}
      <Dialog.Section>
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
                  if (altText === (chosen?.alt ?? "")) setAltText(picture.alt);
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
                label={text("alt")}
                autoComplete="off"
                maxLength={MAX_ALT_CHARS}
                helpText={text("altHelp")}
                disabled={isBusy}
                value={altText}
                onChange={setAltText}
              />
            )}
            <div role="alert">
              {problem && <Banner tone="critical">{problem}</Banner>}
              {heavy && (
                <Banner tone="warning">{text("heavy", { size: format.bytes(heavy.bytes) })}</Banner>
              )}
            </div>
          </BlockStack>
        ) : (
          <FilesPermissionRequest onGranted={files.onRetry} />
        )}
      </Dialog.Section>
    </Dialog>
  );
}

/** Requests access to the shop's files when the merchant first chooses an image. */
function FilesPermissionRequest({ onGranted }: { onGranted: () => void }) {
  const text = useText("pictures");
  const { isRequesting, problem, onRequest } = useScopeRequest(SHOP_FILES, onGranted);
  return (
    <BlockStack gap="300" inlineAlign="start">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          {text("access.title")}
        </Text>
        <Text as="p">{text("access.text")}</Text>
      </BlockStack>
      <div aria-live="polite">
        {problem !== null && (
          <Text as="p" tone="critical">
            {text(`access.${problem}`)}
          </Text>
        )}
      </div>
      <Button variant="primary" loading={isRequesting} onClick={onRequest}>
        {text("access.action")}
      </Button>
    </BlockStack>
  );
}
