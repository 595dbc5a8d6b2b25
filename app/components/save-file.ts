import { useCallback } from "react";
import { useText } from "~/i18n/text-provider";
import { appBridge } from "./app-bridge";

/** @returns whether it was saved; if not, the merchant was notified */
type SaveFile = (url: string, name: string) => Promise<boolean>;

/** Downloads a response as a file. A link could not: only fetch carries the session token that App Bridge adds. */
export function useSaveFile(): SaveFile {
  const text = useText("common");
  return useCallback(
    async (url, name) => {
      // Offline is handled like a refusal: the toast covers both.
      const answer = await fetch(url).catch(() => null);
      if (!answer?.ok) {
        appBridge()?.toast.show(text("downloadFailed"), { isError: true });
        return false;
      }
      saveBlob(await answer.blob(), name);
      return true;
    },
    [text],
  );
}

/** Saves a text as a CSV file. */
export function saveText(text: string, name: string): void {
  saveBlob(new Blob([text], { type: "text/csv;charset=utf-8" }), name);
}

function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
