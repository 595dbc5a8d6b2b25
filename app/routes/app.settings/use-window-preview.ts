import { useFetcher } from "@remix-run/react";
import type { loader } from "../app.settings.attribution";

/** The effect of another attribution window, and how to request it. */
export function useWindowPreview() {
  const { data, load } = useFetcher<typeof loader>();
  return {
    windowPreview: data ?? null,
    onPreviewWindow: (days: string) => load(`/app/settings/attribution?days=${days}`),
  };
}
