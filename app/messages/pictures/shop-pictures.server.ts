import { z } from "zod";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { ACCESS_DENIED, adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import {
  fileById,
  fileCreate,
  filesSearch,
  stagedUploadsCreate,
} from "~/shopify/operations/shop-files";
import { SHOP_FILES } from "~/shopify/operations/staged-uploads";
import { fromMediaImage, readFileProblem, type ShopifyFileProblem } from "./from-shopify-file";
import { MAX_PICTURE_BYTES, PICTURE_TYPES } from "./picture-file";
import type { ShopPicture } from "./shop-picture";

/** Why images are unavailable, or this one was refused. */
export type FilesRefusal =
  /** The merchant has not granted access to the shop's files. */
  | { readonly kind: "not_granted" }
  | {
      readonly kind: "refused";
      readonly problem: ShopifyFileProblem | RequestProblem;
    };

/** Why a request for images has no result. */
type RequestProblem = "no_response" | "shopify_unavailable" | "unreadable";

export interface UploadTarget {
  readonly url: string;
  /** Form fields to send unchanged before the file. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** URL of the uploaded file. */
  readonly source: string;
}

const MIME_TYPES = Object.values(PICTURE_TYPES).map(({ mimeType }) => mimeType);

export const PictureToUpload = z.object({
  fileName: z.string().regex(/^[\w-]{1,90}\.(?:png|jpg|gif|webp)$/),
  mimeType: z.enum(MIME_TYPES),
  bytes: z.number().int().min(1).max(MAX_PICTURE_BYTES),
});
export type PictureToUpload = z.infer<typeof PictureToUpload>;

export const FileId = z.string().regex(/^gid:\/\/shopify\/MediaImage\/\d+$/);

export const UploadedPicture = z.object({
  source: z.url({ protocol: /^https?$/ }).max(2_000),
  alt: z.string().max(512),
});

const PAGE = 24;

export type FoundPictures =
  | {
      readonly kind: "found";
      readonly pictures: readonly ShopPicture[];
      /** Cursor of the next page; null: no more. */
      readonly next: string | null;
    }
  | FilesRefusal;

/** The shop's images, newest first: all, or those with a word that starts with each typed word. */
export async function listPictures(
  shopId: ShopId,
  { text, after }: { readonly text: string; readonly after: string | null },
  deps: AdminDeps,
): Promise<FoundPictures> {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const query = ["media_type:IMAGE", "status:READY", ...words.map((it) => `${it}*`)].join(" ");
  return orRefusal(async () => {
    const { files, currentAppInstallation } = await adminGraphql(
      shopId,
      filesSearch,
      { first: PAGE, after, query },
      deps,
    );
    // The scope for themes allows the list too, but no upload, and the dialog offers both.
    const scopes = currentAppInstallation.accessScopes.map(({ handle }) => handle);
    if (!scopes.includes(SHOP_FILES)) return { kind: "not_granted" };
    const pictures = files.nodes.flatMap((it) => (it && fromMediaImage(it)) ?? []);
    const { hasNextPage, endCursor } = files.pageInfo;
    return { kind: "found", pictures, next: hasNextPage ? endCursor : null };
  });
}

/** A one-time upload target for a browser. */
export async function prepareUpload(
  shopId: ShopId,
  { fileName, mimeType, bytes }: PictureToUpload,
  deps: AdminDeps,
): Promise<{ readonly kind: "target"; readonly target: UploadTarget } | FilesRefusal> {
  return orRefusal(async () => {
    const { stagedUploadsCreate: answer } = await adminGraphql(
      shopId,
      stagedUploadsCreate,
      {
        input: [
          {
            resource: "IMAGE",
            httpMethod: "POST",
            filename: fileName,
            mimeType,
            fileSize: String(bytes),
          },
        ],
      },
      deps,
    );
    const [{ url, parameters, resourceUrl }] = answer.stagedTargets;
    return { kind: "target", target: { url, parameters, source: resourceUrl } };
  });
}

/** Creates a shop file from an upload; `findPicture` returns its state. */
export async function addPicture(
  shopId: ShopId,
  { source, alt }: z.infer<typeof UploadedPicture>,
  deps: AdminDeps,
): Promise<{ readonly kind: "added"; readonly fileId: string } | FilesRefusal> {
  return orRefusal(async () => {
    const files = [{ contentType: "IMAGE" as const, originalSource: source, alt }];
    const { fileCreate: made } = await adminGraphql(shopId, fileCreate, { files }, deps);
    return { kind: "added", fileId: made.files[0].id };
  });
}

export type AddedPicture =
  | { readonly kind: "processing" }
  | { readonly kind: "ready"; readonly picture: ShopPicture }
  | FilesRefusal;

/** Shopify's progress with an added image. */
export async function findPicture(
  shopId: ShopId,
  fileId: string,
  deps: AdminDeps,
): Promise<AddedPicture> {
  return orRefusal(async () => {
    const { file } = await adminGraphql(shopId, fileById, { id: fileId }, deps);
    if (file === null || file.fileStatus === "FAILED") {
      return {
        kind: "refused",
        problem: readFileProblem((file?.fileErrors ?? []).map((it) => it.code)),
      };
    }
    const picture = file.fileStatus === "READY" ? fromMediaImage(file) : null;
    return picture ? { kind: "ready", picture } : { kind: "processing" };
  });
}

/** A refusal by Shopify is an outcome here, but a missing response is not. */
async function orRefusal<T>(ask: () => Promise<T | FilesRefusal>): Promise<T | FilesRefusal> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const codes = String(error.context.codes ?? "").split(",");
    if (codes.includes(ACCESS_DENIED)) return { kind: "not_granted" };
    if (error.code !== "invalid_input") throw error;
    return { kind: "refused", problem: readFileProblem(codes) };
  }
}
