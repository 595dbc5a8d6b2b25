import { saveFile } from "~/components/save-file";

/** Saves a customer's data as a file. */
export async function saveExport(customerId: string): Promise<void> {
  await saveFile(`/app/customers/${customerId}/export`, `customer-${customerId}.json`);
}
