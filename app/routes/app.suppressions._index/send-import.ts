import type { SuppressionImportOutcome } from "~/pages/suppressions/import-suppressions.server";

/** Uploads a file to import. Uses fetch, since only that carries the session token that App Bridge adds. */
export async function sendImport(file: File): Promise<SuppressionImportOutcome> {
  const answer = await fetch("/app/suppressions/import", {
    method: "POST",
    headers: { "Content-Type": "text/csv" },
    body: file,
  }).catch(() => null);
  if (answer?.status === 413) {
    return { kind: "refused", reason: "too_large", row: 0, added: 0 };
  }
  if (answer === null || (!answer.ok && answer.status !== 422)) {
    return { kind: "refused", reason: "not_sent", row: 0, added: 0 };
  }
  return (await answer.json()) as SuppressionImportOutcome;
}
