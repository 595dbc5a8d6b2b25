import { takeFault } from "../faults";
import { addFile, fileStatus, fileUrl } from "../files/shop-files";
import { MAX_IMAGE_BYTES, stageUpload } from "../files/staged-uploads";
import { gid, idOf, type FileRecord } from "../store-records";
import { connection, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

interface StagedInput {
  readonly filename: string;
  readonly mimeType: string;
  readonly resource: string;
  readonly httpMethod?: string | null;
  readonly fileSize?: string | number | null;
}

interface FileInput {
  readonly originalSource: string;
  readonly alt?: string | null;
  readonly contentType?: string | null;
}

interface Transform {
  readonly maxWidth?: number | null;
  readonly maxHeight?: number | null;
  readonly preferredContentType?: string | null;
}

const IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const MAX_ALT_CHARS = 512;

export const fileQueries: Fields = {
  /** Of all nodes, only files are supported. */
  node(_: unknown, { id }: { id: string }, context: GraphqlContext) {
    const file = context.shop.store.files.get(idOf("MediaImage", id) ?? "");
    return file ? mediaImage(file, context) : null;
  },

  files(
    _: unknown,
    { sortKey, ...args }: ConnectionArgs & { sortKey?: string },
    context: GraphqlContext,
  ) {
    const files = [...context.shop.store.files.values()].map((it) => mediaImage(it, context));
    return connection(files, args, context, {
      isRoot: true,
      sortBy: sortKey === "CREATED_AT" ? (it) => it.createdAt : undefined,
      search: {
        media_type: () => "IMAGE",
        status: (it) => it.fileStatus,
        filename: (it) => it.name,
      },
      words: (it) => `${it.name} ${it.alt}`,
    });
  },
};

export const fileMutations: Fields = {
  stagedUploadsCreate(
    _: unknown,
    { input }: { input: readonly StagedInput[] },
    { world, shop }: GraphqlContext,
  ) {
    const problems = input.flatMap((it, i) => {
      const refused = (field: string, message: string) => ({
        field: ["input", String(i), field],
        message,
      });
      if (it.resource !== "IMAGE" || it.httpMethod !== "POST") {
        return [refused("resource", "The local Shopify takes pictures by POST alone")];
      }
      if (!IMAGES.includes(it.mimeType)) {
        return [refused("mimeType", `${it.mimeType} is not a recognized format`)];
      }
      return Number(it.fileSize ?? 0) > MAX_IMAGE_BYTES
        ? [refused("fileSize", "File size exceeds the maximum")]
        : [];
    });
    return problems.length > 0
      ? { stagedTargets: null, userErrors: problems }
      : { stagedTargets: input.map((it) => stageUpload(world, shop, it)), userErrors: [] };
  },

  fileCreate(_: unknown, { files }: { files: readonly FileInput[] }, context: GraphqlContext) {
    const { world, shop } = context;
    if (takeFault(world.faults.files, "refuse")) {
      const message = "The file is not supported on trial accounts";
      return {
        files: null,
        userErrors: [{ field: ["files", "0"], message, code: "UNACCEPTABLE_TRIAL_ASSET" }],
      };
    }
    const tooLong = files.findIndex(({ alt }) => (alt ?? "").length > MAX_ALT_CHARS);
    if (tooLong >= 0) {
      const field = ["files", String(tooLong), "alt"];
      const message = "The alt value exceeds the maximum limit of 512 characters";
      return { files: null, userErrors: [{ field, message, code: "ALT_VALUE_LIMIT_EXCEEDED" }] };
    }
    const made = files.map(({ originalSource, alt }) =>
      addFile(world, shop, { source: originalSource, alt: alt ?? "" }),
    );
    return { files: made.map((it) => mediaImage(it, context)), userErrors: [] };
  },
};

export const fileFields: Readonly<Record<string, Fields>> = {
  Image: {
    /** The rendition's parameters are in the URL, named as in Shopify's CDN. */
    url(it: { url: string }, { transform }: { transform?: Transform | null }) {
      if (!transform) return it.url;
      const { maxWidth, maxHeight, preferredContentType } = transform;
      const url = new URL(it.url);
      if (maxWidth) url.searchParams.set("width", String(maxWidth));
      if (maxHeight) url.searchParams.set("height", String(maxHeight));
      if (preferredContentType) url.searchParams.set("format", preferredContentType.toLowerCase());
      return url.href;
    },
  },
};

function mediaImage(file: FileRecord, { world, shop }: GraphqlContext) {
  const status = fileStatus(file);
  const { name, alt, mimeType, createdAt, failure } = file;
  return {
    __typename: "MediaImage" as const,
    id: gid("MediaImage", file.id),
    ...{ name, alt, mimeType, createdAt, fileStatus: status },
    fileErrors: status === "FAILED" && failure ? [{ ...failure, details: null }] : [],
    originalSource: { fileSize: file.sizeBytes },
    image:
      status === "READY"
        ? {
            id: gid("ImageSource", file.id),
            altText: alt,
            width: file.width,
            height: file.height,
            url: fileUrl(world, shop, file),
          }
        : null,
  };
}
