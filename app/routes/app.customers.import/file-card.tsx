import { useState } from "react";
import { CsvDropZone } from "~/components/csv-drop-zone";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";

interface FileCardProps {
  isFirst: boolean;
  onUpload: (file: File) => Promise<void>;
}

/** Uploads the file to import. */
export function FileCard({ isFirst, onUpload }: FileCardProps) {
  const text = useText("customer-import");
  const [isUploading, setIsUploading] = useState(false);
  const upload = async (file: File) => {
    setIsUploading(true);
    await onUpload(file).finally(() => setIsUploading(false));
  };
  const action = isUploading ? "file.uploading" : isFirst ? "file.choose" : "file.another";
  return (
    <TitledCard title={text("file.title")} text={text("file.text")} gap="300">
      <CsvDropZone
        label={text("file.label")}
        action={text(action)}
        hint={text("file.hint")}
        isBusy={isUploading}
        onFile={(file) => void upload(file)}
      />
    </TitledCard>
  );
}
