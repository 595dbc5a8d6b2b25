import { appBridge } from "~/components/app-bridge";

/**
 * Saves a customer's data as a file. A link could not: only what is fetched
 * carries the session token that App Bridge adds.
 */
export async function saveExport(customerId: string): Promise<void> {
  // Offline counts as refused: the toast says all that there is to say.
  const answer = await fetch(`/app/customers/${customerId}/export`).catch(() => null);
  if (!answer?.ok) {
    appBridge()?.toast.show("The data could not be downloaded", { isError: true });
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `customer-${customerId}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
