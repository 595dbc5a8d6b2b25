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
  const [kind, ...rest] = found.data;
  if (kind === "flow_off") return { kind, flowId: rest[0]! };
  if (kind !== "variant") return { kind };
  const [of, flowId, stepId, variant] = rest;
  return {
    kind,
    of: z.enum(VARIANT_KINDS).parse(of),
    flowId: flowId!,
    stepId: stepId!,
    variant: variant!,
  };
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
