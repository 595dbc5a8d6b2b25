import { z } from "zod";
import { VARIANT_KINDS, type WhatIfQuestion } from "./question";

const Parts = z.union([
  z.tuple([z.literal("flow_off"), z.string().min(1)]),
  z.tuple([
    z.literal("variant"),
    z.enum(VARIANT_KINDS),
    z.string().min(1),
    z.string().min(1),
    z.string().min(1),
  ]),
  z.tuple([z.enum(["email_off", "weekly_limit", "discount"])]),
]);

/** The question of a key; null if it is none. */
export function readQuestion(key: string): WhatIfQuestion | null {
  const found = Parts.safeParse(key.split("/").map(decodePart));
  if (!found.success) return null;
  const parts = found.data;
  if (parts[0] === "flow_off") return { kind: parts[0], flowId: parts[1] };
  if (parts[0] !== "variant") return { kind: parts[0] };
  const [kind, of, flowId, stepId, variant] = parts;
  return { kind, of, flowId, stepId, variant };
}

/** An invalid escape is no question. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return "";
    throw error;
  }
}
