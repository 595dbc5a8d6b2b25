import { z } from "zod";
import { EMAIL_PICTURE_PX } from "./staged-uploads";
import { defineOperation } from "./admin-operation";

const THUMBNAIL_PX = 240;

/**
 * The requested fields of an image. `email` is never wider than an email needs; `jpeg` is the same as a JPEG, for any
 * source format.
 */
const PICTURE_FIELDS = `
  id
  alt
  mimeType
  image {
    width
    height
    original: url
    email: url(transform: { maxWidth: ${EMAIL_PICTURE_PX} })
    jpeg: url(transform: { maxWidth: ${EMAIL_PICTURE_PX}, preferredContentType: JPG })
    thumbnail: url(transform: { maxWidth: ${THUMBNAIL_PX}, maxHeight: ${THUMBNAIL_PX} })
  }`;

const MediaImage = z.object({
  /** gid://shopify/MediaImage/… */
  id: z.string(),
  alt: z.string().nullable(),
  mimeType: z.string().nullable(),
  /** null until the file is READY. */
  image: z
    .object({
      width: z.number().int().nullable(),
      height: z.number().int().nullable(),
      original: z.string(),
      email: z.string(),
      jpeg: z.string(),
      thumbnail: z.string(),
    })
    .nullable(),
});
export type MediaImage = z.infer<typeof MediaImage>;

/** An upload target for one image, directly from a browser. */
export const stagedUploadsCreate = defineOperation({
  name: "StagedUploadsCreate",
  document: `#graphql
    mutation StagedUploadsCreate($input: [StagedUploadInput!]!) {
      stagedUploadsCreate(input: $input) {
        stagedTargets { url resourceUrl parameters { name value } }
        userErrors { field message }
      }
    }`,
  variables: z.object({
    input: z.array(
      z.object({
        resource: z.literal("IMAGE"),
        httpMethod: z.literal("POST"),
        filename: z.string(),
        mimeType: z.string(),
        /** Bytes, as a decimal string. */
        fileSize: z.string(),
      }),
    ),
  }),
  result: z.object({
    stagedUploadsCreate: z.object({
      stagedTargets: z.tuple([
        z.object({
          url: z.string(),
          resourceUrl: z.string(),
          parameters: z.array(z.object({ name: z.string(), value: z.string() })),
        }),
      ]),
    }),
  }),
});

/** Creates a shop file from an upload. Shopify then processes it for a moment: see `fileById`. */
export const fileCreate = defineOperation({
  name: "FileCreate",
  document: `#graphql
    mutation FileCreate($files: [FileCreateInput!]!) {
      fileCreate(files: $files) {
        files { id }
        userErrors { field message code }
      }
    }`,
  variables: z.object({
    files: z.array(
      z.object({
        contentType: z.literal("IMAGE"),
        /** The upload's `resourceUrl`. */
        originalSource: z.string(),
        alt: z.string(),
      }),
    ),
  }),
  result: z.object({
    fileCreate: z.object({ files: z.tuple([z.object({ id: z.string() })]) }),
  }),
});

/** Shopify's processing state of an image. */
export const fileById = defineOperation({
  name: "FileById",
  document: `#graphql
    query FileById($id: ID!) {
      file: node(id: $id) {
        ... on MediaImage { fileStatus fileErrors { code } ${PICTURE_FIELDS} }
      }
    }`,
  variables: z.object({ id: z.string() }),
  result: z.object({
    /** null: it was deleted. */
    file: MediaImage.extend({
      fileStatus: z.enum(["UPLOADED", "PROCESSING", "READY", "FAILED"]),
      fileErrors: z.array(z.object({ code: z.string() })),
    }).nullable(),
  }),
});

/** The shop's displayable files, newest first, and the app's scopes, since more than one allows this. */
export const filesSearch = defineOperation({
  name: "FilesSearch",
  document: `#graphql
    query FilesSearch($first: Int!, $after: String, $query: String!) {
      files(first: $first, after: $after, query: $query, sortKey: CREATED_AT, reverse: true) {
        pageInfo { hasNextPage endCursor }
        nodes { ... on MediaImage { ${PICTURE_FIELDS} } }
      }
      currentAppInstallation { accessScopes { handle } }
    }`,
  variables: z.object({
    first: z.number().int(),
    after: z.string().nullable(),
    /** In Shopify's search syntax. */
    query: z.string(),
  }),
  result: z.object({
    files: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      /** null for other files, whose fields are not requested. */
      nodes: z.array(z.union([MediaImage, z.strictObject({}).transform(() => null)])),
    }),
    currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
  }),
});
