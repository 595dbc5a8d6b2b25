/** PostgreSQL's code of a failed statement, which Prisma keeps in the error's details, or null. */
export function sqlStateOf(error: unknown): string | null {
  const { meta } = Object(error) as {
    readonly meta?: {
      readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: string } };
    };
  };
  return meta?.driverAdapterError?.cause?.originalCode ?? null;
}
