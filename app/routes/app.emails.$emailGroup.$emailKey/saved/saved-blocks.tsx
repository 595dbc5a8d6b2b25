import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { appBridge } from "~/components/app-bridge";
import { postJson } from "~/components/post-json";
import { useText } from "~/i18n/text-provider";
import type { SavedBlockRow } from "~/messages/editing/saved-block";
import type { SavedBlockAct, SavedBlockOutcome } from "~/pages/emails/saved-blocks.server";
import { ManageModal } from "./manage-modal";

interface SavedBlocks {
  /** By name. */
  readonly blocks: readonly SavedBlockRow[];
  /** The edited email. */
  readonly templateId: string;
  /** Shows a message and returns null if it failed. */
  readonly act: (request: SavedBlockAct) => Promise<SavedBlockOutcome | null>;
  /** Opens the list to rename and delete. */
  readonly manage: () => void;
}

const Context = createContext<SavedBlocks | null>(null);

interface ProviderProps {
  blocks: readonly SavedBlockRow[];
  templateId: string;
  onRefresh: () => void;
  children: ReactNode;
}

/** The shop's saved blocks, for all parts of the editor. */
export function SavedBlocksProvider({ blocks, templateId, onRefresh, children }: ProviderProps) {
  const text = useText("email-editor");
  const [isManaging, setManaging] = useState(false);
  const value = useMemo<SavedBlocks>(
    () => ({
      blocks,
      templateId,
      manage: () => setManaging(true),
      async act(request) {
        const outcome = await tryToAct(request);
        if (outcome === null || outcome.kind === "invalid") {
          appBridge()?.toast.show(text("saved.failed"), { isError: true });
          return null;
        }
        onRefresh();
        if (outcome.kind === "too_many" || outcome.kind === "not_found") {
          appBridge()?.toast.show(text(`saved.${outcome.kind}`), { isError: true });
          return null;
        }
        return outcome;
      },
    }),
    [blocks, templateId, onRefresh, text],
  );
  return (
    <Context.Provider value={value}>
      {children}
      {isManaging && <ManageModal saved={value} onClose={() => setManaging(false)} />}
    </Context.Provider>
  );
}

export function useSavedBlocks(): SavedBlocks {
  const saved = useContext(Context);
  if (saved === null) throw new Error("There is no SavedBlocksProvider above");
  return saved;
}

/** @returns null without a connection */
async function tryToAct(request: SavedBlockAct): Promise<SavedBlockOutcome | null> {
  try {
    return await postJson<SavedBlockOutcome>("/app/emails/saved-blocks", request);
  } catch {
    return null;
  }
}
