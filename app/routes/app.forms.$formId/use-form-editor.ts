import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import { useDraft } from "~/components/forms/use-draft";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import type {
  FormContent,
  FormTargeting,
  FormVariant,
} from "~/delivery/sign-up-forms/sign-up-form";
import { useText } from "~/i18n/text-provider";
import type { FormAnswer, FormPageData } from "~/pages/forms/form-page.server";

/** What the merchant edits. */
interface Draft {
  readonly name: string;
  readonly content: FormContent;
  readonly variantB: FormContent | null;
}

type Act =
  | { readonly kind: "publish" | "unpublish" | "start_test" }
  | { readonly kind: "use"; readonly variant: FormVariant };

/** The state of the page of a form. */
export interface FormEditor {
  readonly draft: Draft;
  /** Which version of a test is edited and shown. */
  readonly variant: FormVariant;
  /** The content of that version. */
  readonly content: FormContent;
  readonly isDirty: boolean;
  readonly isBusy: boolean;
  /** Of the last request; null: none yet. */
  readonly answer: FormAnswer | null;
  readonly chooseVariant: (variant: FormVariant) => void;
  readonly rename: (name: string) => void;
  /** Changes the edited version. */
  readonly change: (change: Partial<FormContent>) => void;
  /** Changes both versions. */
  readonly changeTargeting: (change: Partial<FormTargeting>) => void;
  readonly changeType: (type: FormContent["type"]) => void;
  readonly save: () => void;
  readonly discard: () => void;
  readonly act: (act: Act) => void;
}

/** Edits a form. Each request names the version that the page shows. */
export function useFormEditor({ form }: FormPageData): FormEditor {
  const { name, content, variantB, version } = form;
  const text = useText("forms");
  const [draft, setDraft, isDirty, discard] = useDraft<Draft>({ name, content, variantB });
  const [wanted, chooseVariant] = useState<FormVariant>("a");
  const fetcher = useFetcher<FormAnswer>();
  const answer = fetcher.data ?? null;
  const isBusy = fetcher.state !== "idle";
  useSavedToast(answer?.kind === "saved" ? answer.version : null, text("saved"), isBusy);
  const variant = draft.variantB === null ? "a" : wanted;
  const edited = variant === "b" && draft.variantB ? draft.variantB : draft.content;
  const post = (body: object) =>
    fetcher.submit(JSON.stringify({ version, ...body }), {
      method: "post",
      encType: "application/json",
    });
  return {
    ...{ draft, variant, content: edited, isDirty, isBusy, answer, chooseVariant, discard },
    rename: (next) => setDraft({ ...draft, name: next }),
    change: (change) =>
      setDraft(
        variant === "b"
          ? { ...draft, variantB: { ...edited, ...change } }
          : { ...draft, content: { ...edited, ...change } },
      ),
    changeTargeting: (change) =>
      setDraft({
        ...draft,
        content: { ...draft.content, targeting: { ...draft.content.targeting, ...change } },
      }),
    changeType: (type) => setDraft({ ...draft, content: { ...draft.content, type } }),
    save: () => post({ kind: "save", ...draft }),
    act: post,
  };
}
