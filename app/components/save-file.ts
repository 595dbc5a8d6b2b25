import { appBridge } from "./app-bridge";

/**
 * Downloads a response as a file. A link could not: only fetch carries the session token that App
 * Bridge adds.
 *
 * @returns whether it was saved; if not, the merchant was notified
 */
export async function saveFile(url: string, name: string): Promise<boolean> {
  // Offline is handled like a refusal: the toast covers both.
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) {
    appBridge()?.toast.show("The data could not be downloaded", { isError: true });
    return false;
  }
  saveBlob(await answer.blob(), name);
  return true;
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
