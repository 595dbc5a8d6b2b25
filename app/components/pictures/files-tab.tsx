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
import { useText } from "~/i18n/text-provider";
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
  const text = useText("pictures");
  const { search, found, isLoading, onSearch, onMore } = files;
  const pictures = found?.kind === "found" ? found.pictures : [];
  return (
    <BlockStack gap="300">
      <TextField
        label={text("files.search")}
        autoComplete="off"
        prefix={<Icon source={SearchIcon} />}
        placeholder={text("files.placeholder")}
        clearButton
        value={search}
        onChange={onSearch}
        onClearButtonClick={() => onSearch("")}
      />
      <div
        role="group"
        aria-label={text("files.images")}
        aria-busy={isLoading}
        className={styles.grid}
      >
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
        {found?.kind === "found" && !isLoading && pictures.length === 0 && (
          <Text as="p" tone="subdued">
            {text(search === "" ? "files.none" : "files.noMatch")}
          </Text>
        )}
      </div>
      {onMore && (
        <InlineStack align="center">
          <Button loading={isLoading} onClick={onMore}>
            {text("files.more")}
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
  const text = useText("pictures");
  return (
    <button
      type="button"
      className={styles.tile}
      aria-pressed={isChosen}
      aria-label={alt === "" ? name : text("files.named", { name, alt })}
      onClick={onChoose}
    >
      <img className={styles.picture} src={thumbnailUrl} alt="" loading="lazy" />
      <span className={styles.name}>{name}</span>
    </button>
  );
}
