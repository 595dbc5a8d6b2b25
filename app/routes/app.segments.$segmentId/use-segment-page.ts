import { useFetcher } from "@remix-run/react";
import type { SegmentDraft } from "~/components/segments/segment-form";
import type { action } from "./route";

type Post =
  | { kind: "delete" }
  | { kind: "explain"; email: string }
  | { kind: "overlap"; otherId: string };

/** The segment page's requests and their results. */
export function useSegmentPage(segmentId: string) {
  const save = useFetcher<typeof action>();
  const remove = useFetcher<typeof action>();
  const explain = useFetcher<typeof action>();
  const overlap = useFetcher<typeof action>();
  const flow = useFetcher();
  const campaign = useFetcher();
  const post = (fetcher: typeof save, body: Post) =>
    fetcher.submit(body, { method: "post", encType: "application/json" });
  const saved = save.data;
  return {
    refused: saved?.kind === "invalid" ? saved : null,
    refusal: saved?.kind === "refused" && "reason" in saved ? saved.reason : null,
    savedVersion: saved?.kind === "saved" ? saved.version : null,
    isSaving: save.state !== "idle",
    onSave: (draft: SegmentDraft, version: number) =>
      save.submit(JSON.stringify({ kind: "save", version, draft }), {
        method: "post",
        encType: "application/json",
      }),
    isStartingFlow: flow.state !== "idle",
    onStartFlow: (change: "joined" | "left") =>
      flow.submit(
        { segmentId, trigger: `segment_${change}` },
        { method: "post", action: "/app/flows/new" },
      ),
    isWriting: campaign.state !== "idle",
    onWrite: () =>
      campaign.submit({ segmentId }, { method: "post", action: "/app/campaigns?index" }),
    isDeleting: remove.state !== "idle",
    onDelete: () => post(remove, { kind: "delete" }),
    membership: explain.data?.kind === "membership" ? explain.data.membership : null,
    isExplaining: explain.state !== "idle",
    onExplain: (email: string) => post(explain, { kind: "explain", email }),
    overlap: overlap.data?.kind === "overlap" ? overlap.data.overlap : null,
    isOverlapping: overlap.state !== "idle",
    onOverlap: (otherId: string) => post(overlap, { kind: "overlap", otherId }),
  };
}
