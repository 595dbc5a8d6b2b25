import type { UploadOutcome } from "~/pages/customers/upload-customers.server";

/** Uploads a file of customers. Uses fetch, since only that carries the session token that App Bridge adds. */
export async function uploadFile(file: File): Promise<UploadOutcome> {
  const answer = await fetch("/app/customers/import/upload", {
    method: "POST",
    headers: { "Content-Type": "text/csv", "X-File-Name": encodeURIComponent(file.name) },
    body: file,
  }).catch(() => null);
  if (answer?.status === 413) return "too_large";
  if (answer === null || (!answer.ok && answer.status !== 422)) return "not_sent";
  return ((await answer.json()) as { outcome: UploadOutcome }).outcome;
}
