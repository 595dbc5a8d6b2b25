import { useFetcher } from "@remix-run/react";
import type { loader } from "../app.settings.attribution";

/** What another attribution window would change, and how to ask for it. */
export function useWindowPreview() {
  const { data, load } = useFetcher<typeof loader>();
  return {
    windowPreview: data ?? null,
    onPreviewWindow: (days: string) => load(`/app/settings/attribution?days=${days}`),
  };
}
