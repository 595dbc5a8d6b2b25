import { useEffect, useRef, useState } from "react";
import { fileProblem, type FileProblem, type PictureKind } from "~/messages/pictures/picture-file";
import type { PictureInfo, ShopPicture } from "~/messages/pictures/shop-picture";
import { readPicture } from "./read-picture";
import { uploadPicture, type UploadProblem, type UploadStep } from "./upload-picture";

/** A file that may be uploaded. */
export interface ChosenFile {
  readonly file: File;
  readonly kind: PictureKind;
  readonly look: PictureInfo & { readonly widthPx: number; readonly heightPx: number };
}

export interface Upload {
  readonly chosen: ChosenFile | null;
  /** Why the file cannot be uploaded, or was not. */
  readonly problem: FileProblem | UploadProblem | null;
  /** null without an upload. */
  readonly step: UploadStep | null;
  readonly onChoose: (file: File) => void;
  /** @returns the image, or null when `problem` has the reason */
  readonly send: (alt: string) => Promise<ShopPicture | null>;
}

/** The upload of a merchant's image to the shop's files. Closing the dialog cancels it. */
export function useUpload(): Upload {
  const [chosen, setChosen] = useState<ChosenFile | null>(null);
  const [problem, setProblem] = useState<Upload["problem"]>(null);
  const [step, setStep] = useState<UploadStep | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  async function choose(file: File) {
    const read = await readPicture(file);
    const { kind, size } = read;
    setProblem(fileProblem(read));
    setChosen(
      kind && size && fileProblem(read) === null ? { file, kind, look: { kind, ...size } } : null,
    );
  }
  async function send(alt: string) {
    if (!chosen) return null;
    const controller = (stop.current = new AbortController());
    setProblem(null);
    try {
      const outcome = await uploadPicture(
        { ...chosen, alt },
        { onStep: setStep, signal: controller.signal },
      );
      if (outcome.kind === "ready") return outcome.picture;
      setProblem(outcome.problem);
      return null;
    } catch (error) {
      if (controller.signal.aborted) return null;
      throw error;
    } finally {
      setStep(null);
    }
  }
  return { chosen, problem, step, onChoose: (file) => void choose(file), send };
}
