interface Steps {
  readonly steps: readonly { readonly kind: string; readonly stepId: string }[];
}

/**
 * The number of an email in its flow, in step order: 2 for the second.
 *
 * @returns null for other steps
 */
export function getEmailNumber({ steps }: Steps, stepId: string): number | null {
  const emails = steps.filter(({ kind }) => kind === "send");
  const index = emails.findIndex((step) => step.stepId === stepId);
  return index === -1 ? null : index + 1;
}

/** The full name of an email in the shop: "Welcome 2", like that of a ready email. */
export function getFullEmailName(
  { name, ...flow }: Steps & { readonly name: string },
  stepId: string,
): string {
  return `${name} ${getEmailNumber(flow, stepId) ?? ""}`.trim();
}
