import { useState } from "react";
import { appBridge } from "~/components/app-bridge";
import { postJson } from "~/components/post-json";
import type { EmailActOutcome } from "~/messages/editing/act-on-email.server";
import type { Autosave } from "./use-autosave";

export interface Publishing {
  readonly isPublishing: boolean;
  /** Why the last attempt failed. */
  readonly problems: readonly string[];
  readonly publish: () => Promise<void>;
}

/** Publishes the page's content, after saving it. */
export function usePublish(url: string, save: Autosave, onPublished: () => void): Publishing {
  const [isPublishing, setPublishing] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const publish = async () => {
    setPublishing(true);
    setProblems(await tryToPublish(url, save, onPublished));
    setPublishing(false);
  };
  return { isPublishing, problems, publish };
}

const UNSAVED = "Your changes could not be saved, so nothing was published. Try again.";

/** @returns the problems; empty once published */
async function tryToPublish(
  url: string,
  { saveNow, setRevision }: Autosave,
  onPublished: () => void,
): Promise<readonly string[]> {
  const revision = await saveNow();
  if (revision === null) return [UNSAVED];
  try {
    const outcome = await postJson<EmailActOutcome>(url, { act: "publish", revision });
    switch (outcome.kind) {
      case "published":
        setRevision(outcome.revision);
        appBridge()?.toast.show(`Version ${outcome.version} is published`);
        onPublished();
        return [];
      case "refused":
        return outcome.problems;
      case "changed_meanwhile":
        return ["This email was changed in another tab meanwhile. Load the page again to see it."];
      case "saved":
      case "not_found":
        return ["This email is not there any more."];
    }
  } catch {
    return [UNSAVED];
  }
}
