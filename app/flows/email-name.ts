/**
 * The name of an email in its flow: "Email 2". Emails are numbered in
 * step order.
 *
 * @returns null for other steps
 */
export function getEmailName(
  { steps }: { readonly steps: readonly { readonly kind: string; readonly stepId: string }[] },
  stepId: string,
): string | null {
  const emails = steps.filter(({ kind }) => kind === "send");
  const index = emails.findIndex((step) => step.stepId === stepId);
  return index === -1 ? null : `Email ${index + 1}`;
}

/** The full name of an email in the shop: "Welcome, email 2". */
export function getFullEmailName(
  { name, ...flow }: Parameters<typeof getEmailName>[0] & { readonly name: string },
  stepId: string,
): string {
  return `${name}, ${(getEmailName(flow, stepId) ?? "Email").toLowerCase()}`;
}
