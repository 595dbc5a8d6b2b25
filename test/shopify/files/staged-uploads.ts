import { randomUUID } from "node:crypto";
import { Router, type Request } from "express";
import { passingErrors } from "../admin-routes";
import { takeFault } from "../faults";
import type { LocalShop, World } from "../world";

/** An upload target that waits for one file. */
export interface StagedUpload {
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  bytes: Buffer | null;
}

/** Shopify's own limit for an image. */
export const MAX_IMAGE_BYTES = 20_000_000;
const PATH = "/staged-uploads/";

/** Prepares an upload target for one image, like Google's storage for Shopify: a form with its constraints. */
export function stageUpload(
  world: World,
  shop: LocalShop,
  { filename, mimeType }: { readonly filename: string; readonly mimeType: string },
) {
  const key = `tmp/${shop.handle}/products/${randomUUID()}/${filename}`;
  const parameters = Object.entries({
    "Content-Type": mimeType,
    success_action_status: "201",
    acl: "private",
    key,
    policy: randomUUID(),
  }).map(([name, value]) => ({ name, value }));
  shop.store.stagedUploads.set(key, { parameters, bytes: null });
  const url = world.origin + PATH;
  return { url, resourceUrl: url + key.split("/").map(encodeURIComponent).join("/"), parameters };
}

/** The upload at `resourceUrl`; null: none. */
export function stagedBytes({ store }: LocalShop, resourceUrl: string): Buffer | null {
  const key = decodeURIComponent(new URL(resourceUrl).pathname.replace(PATH, ""));
  return store.stagedUploads.get(key)?.bytes ?? null;
}

/** The storage for uploads, directly from a browser on any page. */
export function stagedUploadRoutes(world: World): Router {
  const router = Router();
  router.options(PATH, (_, response) => {
    response
      .set({
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "*",
      })
      .status(204)
      .end();
  });
  router.post(
    PATH,
    passingErrors(async (request, response) => {
      response.set("access-control-allow-origin", "*").type("xml");
      if (takeFault(world.faults.files, "cutUploads")) {
        request.once("data", () => request.socket.destroy());
        return;
      }
      const problem = takeFault(world.faults.files, "refuseUploads")
        ? { status: 403, code: "AccessDenied" }
        : await takeUpload(world, request);
      if (problem) {
        response.status(problem.status).send(`<Error><Code>${problem.code}</Code></Error>`);
      } else {
        response.status(201).send("<PostResponse/>");
      }
    }),
  );
  return router;
}

interface Problem {
  readonly status: number;
  readonly code: string;
}

/** Stores the bytes if all signed fields are present and the file is as announced. */
async function takeUpload(world: World, request: Request): Promise<Problem | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const type = request.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data")) return { status: 400, code: "InvalidArgument" };
  const form = await new Response(new Uint8Array(Buffer.concat(chunks)), {
    headers: { "content-type": type },
  }).formData();

  const stores = [...world.shops.values()].map(({ store }) => store);
  const key = form.get("key");
  const staged = stores.flatMap(
    (it) => (typeof key === "string" && it.stagedUploads.get(key)) || [],
  )[0];
  const isSigned = staged?.parameters.every(({ name, value }) => form.get(name) === value);
  if (!staged || !isSigned) return { status: 403, code: "AccessDenied" };

  // Fields after the file are ignored.
  const [name, file] = [...form.entries()].at(-1) ?? [];
  if (name !== "file" || typeof file === "string" || !file) {
    return { status: 400, code: "InvalidArgument" };
  }
  if (file.type !== form.get("Content-Type")) {
    return { status: 403, code: "InvalidPolicyDocument" };
  }
  if (file.size === 0) return { status: 400, code: "EntityTooSmall" };
  if (file.size > MAX_IMAGE_BYTES) return { status: 400, code: "EntityTooLarge" };
  staged.bytes = Buffer.from(await file.arrayBuffer());
  return null;
}
