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

/**
 * The name of an email in its flow: "Email 2".
 *
 * @returns null for other steps
 */
export function getEmailName(flow: Steps, stepId: string): string | null {
  const number = getEmailNumber(flow, stepId);
  return number === null ? null : `Email ${number}`;
}

/** The full name of an email in the shop: "Welcome, email 2". */
export function getFullEmailName(
  { name, ...flow }: Steps & { readonly name: string },
  stepId: string,
): string {
  return `${name}, ${(getEmailName(flow, stepId) ?? "Email").toLowerCase()}`;
}
