import { useState } from "react";
import { appBridge } from "~/components/app-bridge";
import { postJson } from "~/components/post-json";
import { useText } from "~/i18n/text-provider";
import type { EmailActOutcome } from "~/pages/emails/act-on-email.server";
import type { Autosave } from "./use-autosave";
import type { ShownProblem } from "./use-problem-text";

export interface Publishing {
  readonly isPublishing: boolean;
  /** Why the last attempt failed. */
  readonly problems: readonly ShownProblem[];
  readonly publish: () => Promise<void>;
}

/** Publishes the page's content, after saving it. */
export function usePublish(url: string, save: Autosave, onPublished: () => void): Publishing {
  const text = useText("email-editor");
  const [isPublishing, setPublishing] = useState(false);
  const [problems, setProblems] = useState<readonly ShownProblem[]>([]);
  const onVersion = (version: number) => {
    appBridge()?.toast.show(text("publish.done", { version }));
    onPublished();
  };
  const publish = async () => {
    setPublishing(true);
    setProblems(await tryToPublish(url, save, onVersion));
    setPublishing(false);
  };
  return { isPublishing, problems, publish };
}

/** @returns the problems; empty once published */
async function tryToPublish(
  url: string,
  { saveNow, setRevision }: Autosave,
  onVersion: (version: number) => void,
): Promise<readonly ShownProblem[]> {
  const revision = await saveNow();
  if (revision === null) return [{ code: "unsaved" }];
  try {
    const outcome = await postJson<EmailActOutcome>(url, { act: "publish", revision });
    switch (outcome.kind) {
      case "published":
        setRevision(outcome.revision);
        onVersion(outcome.version);
        return [];
      case "refused":
        return outcome.problems;
      case "changed_meanwhile":
        return [{ code: "changed_meanwhile" }];
      case "saved":
      case "not_found":
        return [{ code: "not_found" }];
    }
  } catch {
    return [{ code: "unsaved" }];
  }
}
