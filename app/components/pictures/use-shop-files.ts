import { useEffect, useState } from "react";
import type { FoundPictures } from "~/messages/pictures/shop-pictures.server";
import { requestPictures } from "./request-pictures";

/** Debounce time for typing. */
const TYPING_MS = 250;

export interface ShopFiles {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** null before the first response. */
  readonly found: FoundPictures | null;
  readonly isLoading: boolean;
  /** Loads the next page; null when there is none. */
  readonly onMore: (() => void) | null;
  readonly onRetry: () => void;
}

/** Searches the shop's pictures while typing. */
export function useShopFiles(): ShopFiles {
  const [search, setSearch] = useState("");
  const [found, setFound] = useState<FoundPictures | null>(null);
  /** The cursor of the requested page, and a counter that forces a reload. */
  const [page, setPage] = useState<{ after: string | null; turn: number }>({
    after: null,
    turn: 0,
  });
  const [isLoading, setLoading] = useState(true);
  useEffect(() => {
    const abortController = new AbortController();
    const load = async () => {
      setLoading(true);
      const { after } = page;
      const query = new URLSearchParams({ text: search, ...(after !== null && { after }) });
      const answer = await requestPictures<FoundPictures>(`/app/pictures?${query.toString()}`, {
        signal: abortController.signal,
      });
      setFound((before) =>
        after !== null && answer.kind === "found" && before?.kind === "found"
          ? { ...answer, pictures: [...before.pictures, ...answer.pictures] }
          : answer,
      );
      setLoading(false);
    };
    const timer = setTimeout(
      () =>
        load().catch((error: unknown) => {
          if (!abortController.signal.aborted) throw error;
        }),
      search === "" ? 0 : TYPING_MS,
    );
    return () => {
      clearTimeout(timer);
      abortController.abort();
    };
  }, [search, page]);
  const next = found?.kind === "found" ? found.next : null;
  const go = (after: string | null) => setPage(({ turn }) => ({ after, turn: turn + 1 }));
  return {
    search,
    onSearch: (typed) => {
      setSearch(typed);
      go(null);
    },
    found,
    isLoading,
    onMore: next === null ? null : () => go(next),
    onRetry: () => go(null),
  };
}
