import { useFetcher } from "@remix-run/react";
import type { SuppressedTogether } from "~/delivery/suppressions/suppress-customers.server";
import type { CustomersChange } from "~/pages/customers/change-customers.server";

/** Suppressing several customers, and undoing it. */
export interface Suppressing {
  isPending: boolean;
  /** The last ones, until undone. */
  last: SuppressedTogether | null;
  onSuppress: (customerIds: readonly string[]) => void;
  onUndo: (last: SuppressedTogether) => void;
}

export function useSuppressing(): Suppressing {
  const { state, data, submit } = useFetcher<{ suppressed: SuppressedTogether | null }>();
  const change = (requested: CustomersChange) =>
    submit(requested, { method: "post", encType: "application/json" });
  return {
    isPending: state !== "idle",
    last: data?.suppressed ?? null,
    onSuppress: (ids) => change({ kind: "suppress", customerIds: [...ids] }),
    onUndo: ({ customerIds, at }) => change({ kind: "undo", customerIds: [...customerIds], at }),
  };
}
