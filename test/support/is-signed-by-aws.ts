import { createHash, createHmac } from "node:crypto";

interface SignedAwsRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/**
 * Whether a request has a correct signature of version 4, computed from its definition.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSignedByAws(
  { method, path, headers, body }: SignedAwsRequest,
  secretKey: string,
): boolean {
  const [, credential = "", names = "", given = ""] =
    /Credential=([^,]+), SignedHeaders=([^,]+), Signature=(\w+)/.exec(
      headers.get("authorization") ?? "",
    ) ?? [];
  const scope = credential.split("/").slice(1);
  const canonical = [
    method,
    path,
    "",
    ...names.split(";").map((name) => `${name}:${headers.get(name)?.trim()}`),
    "",
    names,
    headers.get("x-amz-content-sha256") ?? createHash("sha256").update(body).digest("hex"),
  ].join("\n");
  const text = [
    "AWS4-HMAC-SHA256",
    headers.get("x-amz-date"),
    scope.join("/"),
    createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
  const key = scope.reduce<Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    Buffer.from(`AWS4${secretKey}`),
  );
  return createHmac("sha256", key).update(text).digest("hex") === given;
}
