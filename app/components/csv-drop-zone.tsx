import { DropZone } from "@shopify/polaris";

interface CsvDropZoneProps {
  label: string;
  action: string;
  hint: string;
  isBusy: boolean;
  onFile: (file: File) => void;
}

/** Takes one CSV file, dropped or chosen. */
export function CsvDropZone({ label, action, hint, isBusy, onFile }: CsvDropZoneProps) {
  return (
    <DropZone
      accept=".csv,text/csv,text/plain"
      type="file"
      allowMultiple={false}
      disabled={isBusy}
      label={label}
      labelHidden
      onDropAccepted={([file]) => {
        if (file) onFile(file);
      }}
    >
      <DropZone.FileUpload actionTitle={action} actionHint={hint} />
    </DropZone>
  );
}
