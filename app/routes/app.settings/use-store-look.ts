import { useEffect, useRef, useState } from "react";
import { useScopeRequest } from "~/components/use-scope-request";
import type { FoundStoreLook, StoreLookOutcome } from "~/pages/settings/find-store-look.server";
import { ONLINE_STORE_THEMES } from "~/shopify/online-store-themes";

const PATH = "/app/settings/store-look";

export type StoreLookResult = FoundStoreLook | { readonly kind: "nothing" | "unavailable" };

export interface StoreLookRequest {
  readonly isBusy: boolean;
  /** null before the first answer. */
  readonly result: StoreLookResult | null;
  /** Why Shopify's dialog gave no permission. */
  readonly problem: "declined" | "failed" | null;
  readonly onRequest: () => void;
}

/**
 * Reads the look of the online store, after asking for permission if Shopify requires it.
 *
 * @param onFound fills the form
 */
export function useStoreLook(onFound: (look: FoundStoreLook) => void): StoreLookRequest {
  const [isReading, setReading] = useState(false);
  const [result, setResult] = useState<StoreLookResult | null>(null);
  // The merchant may edit the form before the answer is here.
  const fill = useRef(onFound);
  useEffect(() => {
    fill.current = onFound;
  });
  const permission = useScopeRequest(ONLINE_STORE_THEMES, () => void read());

  async function read(onDenied?: () => void) {
    setReading(true);
    setResult(null);
    const outcome = await requestStoreLook();
    setReading(false);
    if (outcome.kind === "found") fill.current(outcome);
    if (outcome.kind !== "not_granted") setResult(outcome);
    else if (onDenied) onDenied();
    else setResult({ kind: "unavailable" });
  }
  return {
    isBusy: isReading || permission.isRequesting,
    result,
    problem: result === null && !isReading ? permission.problem : null,
    onRequest: () => void read(permission.onRequest),
  };
}

type Answer = StoreLookOutcome | { readonly kind: "unavailable" };

const UNAVAILABLE: Answer = { kind: "unavailable" };

async function requestStoreLook(): Promise<Answer> {
  try {
    const answer = await fetch(PATH);
    return answer.ok ? ((await answer.json()) as StoreLookOutcome) : UNAVAILABLE;
  } catch {
    return UNAVAILABLE;
  }
}
