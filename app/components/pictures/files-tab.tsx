import {
  BlockStack,
  Button,
  Icon,
  InlineStack,
  SkeletonThumbnail,
  Text,
  TextField,
} from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { pictureNotes, type ShopPicture, type ShownSize } from "~/messages/pictures/shop-picture";
import styles from "./files-tab.module.css";
import { PictureNotes } from "./notes";
import type { ShopFiles } from "./use-shop-files";

interface FilesTabProps {
  files: ShopFiles;
  chosen: ShopPicture | null;
  shown: ShownSize;
  onChoose: (picture: ShopPicture) => void;
}

/** The shop's existing images to choose from. */
export function FilesTab({ files, chosen, shown, onChoose }: FilesTabProps) {
  const { text, found, isAsking, onText, onMore } = files;
  const pictures = found?.kind === "found" ? found.pictures : [];
  return (
    <BlockStack gap="300">
      <TextField
        label="Search your files"
        autoComplete="off"
        prefix={<Icon source={SearchIcon} />}
        placeholder="A word of its name or of what it shows"
        clearButton
        value={text}
        onChange={onText}
        onClearButtonClick={() => onText("")}
      />
      <div role="group" aria-label="Your pictures" aria-busy={isAsking} className={styles.grid}>
        {found === null &&
          Array.from({ length: 8 }, (_, at) => <SkeletonThumbnail key={at} size="large" />)}
        {pictures.map((picture) => (
          <PictureTile
            key={picture.fileId}
            picture={picture}
            isChosen={picture.fileId === chosen?.fileId}
            onChoose={() => onChoose(picture)}
          />
        ))}
      </div>
      <div aria-live="polite">
        {found?.kind === "found" && !isAsking && pictures.length === 0 && (
          <Text as="p" tone="subdued">
            {text === ""
              ? "There are no pictures among your files yet. Upload one."
              : "No picture of yours has words like that."}
          </Text>
        )}
      </div>
      {onMore && (
        <InlineStack align="center">
          <Button loading={isAsking} onClick={onMore}>
            Show more
          </Button>
        </InlineStack>
      )}
      {chosen && <PictureNotes notes={pictureNotes(chosen, shown)} />}
    </BlockStack>
  );
}

interface PictureTileProps {
  picture: ShopPicture;
  isChosen: boolean;
  onChoose: () => void;
}

function PictureTile({
  picture: { name, alt, thumbnailUrl },
  isChosen,
  onChoose,
}: PictureTileProps) {
  return (
    <button
      type="button"
      className={styles.tile}
      aria-pressed={isChosen}
      aria-label={alt === "" ? name : `${name}: ${alt}`}
      onClick={onChoose}
    >
      <img className={styles.picture} src={thumbnailUrl} alt="" loading="lazy" />
      <span className={styles.name}>{name}</span>
    </button>
  );
}
