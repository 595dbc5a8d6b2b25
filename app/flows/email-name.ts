/**
 * What the merchant calls a mail of a flow: "Mail 2". Mails are numbered in
 * the order in which they stand.
 *
 * @returns null for a step that is no mail
 */
export function getEmailName(
  { steps }: { readonly steps: readonly { readonly kind: string; readonly stepId: string }[] },
  stepId: string,
): string | null {
  const mails = steps.filter(({ kind }) => kind === "send");
  const index = mails.findIndex((step) => step.stepId === stepId);
  return index === -1 ? null : `Mail ${index + 1}`;
}

/** What the mail is called among all mails of the shop: "Welcome, mail 2". */
export function getFullEmailName(
  { name, ...flow }: Parameters<typeof getEmailName>[0] & { readonly name: string },
  stepId: string,
): string {
  return `${name}, ${(getEmailName(flow, stepId) ?? "Mail").toLowerCase()}`;
}
