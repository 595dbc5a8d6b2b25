import { readFileSync } from "node:fs";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { StatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import { Ingress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { Service } from "kubernetes-models/v1/Service";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { parseConfig } from "~/config";
import { generateKeyringSecrets } from "~/privacy/keyring.server";

const KINDS = { Deployment, StatefulSet, Service, Ingress, PodDisruptionBudget };

const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.enum(["Deployment", "StatefulSet", "Service", "Ingress", "PodDisruptionBudget"]),
  metadata: z.object({ name: z.string(), namespace: z.literal("kindred") }),
});

const Workload = z.object({
  spec: z.object({
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        containers: z
          .array(
            z.looseObject({
              env: z.array(z.object({ name: z.string(), value: z.string() })),
              securityContext: z.unknown(),
            }),
          )
          .length(1),
        securityContext: z.looseObject({ runAsNonRoot: z.literal(true) }),
      }),
    }),
  }),
});

const manifests = parseAllDocuments(readFileSync("deploy/kubernetes/kindred.yaml", "utf8"), {
  merge: true,
}).map((document) => Manifest.parse(document.toJS()));

const find = (kind: string, name: string) => {
  const found = manifests.find((it) => it.kind === kind && it.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}`);
  return found;
};
const workloads = [
  Workload.parse(find("Deployment", "kindred-web")),
  Workload.parse(find("StatefulSet", "kindred-worker")),
];

function check({ kind, ...manifest }: z.output<typeof Manifest>): void {
  const model = new KINDS[kind]({ kind, ...manifest } as never);
  model.validate();
}

test.each(manifests.map((it) => [`${it.kind} ${it.metadata.name}`, it] as const))(
  "%s is valid by the JSON schema of Kubernetes",
  (_, manifest) => expect(() => check(manifest)).not.toThrow(),
);

test("the schema refuses an unknown shape", () => {
  const manifest = { ...find("Deployment", "kindred-web"), spec: { replicas: "two" } };
  expect(() => check(manifest)).toThrow();
});

test("each selector finds the pods that it is meant for", () => {
  for (const { spec } of workloads)
    expect(spec.template.metadata.labels).toEqual(spec.selector.matchLabels);
  const [web, worker] = workloads.map((it) => it.spec.template.metadata.labels);
  expect(find("Service", "kindred-web")).toMatchObject({ spec: { selector: web } });
  expect(find("Service", "kindred-worker")).toMatchObject({ spec: { selector: worker } });
  expect(find("PodDisruptionBudget", "kindred-web")).toMatchObject({
    spec: { selector: { matchLabels: web } },
  });
});

test("each pod runs confined, and starts in production with its settings and what .env must have", () => {
  for (const { spec } of workloads) {
    const { containers } = spec.template.spec;
    const [container] = containers;
    expect(container!.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    const config = parseConfig({
      ...Object.fromEntries(container!.env.map(({ name, value }) => [name, value])),
      NODE_ENV: "production",
      DATABASE_URL: "postgresql://kindred@database.example.com/kindred?sslmode=verify-full",
      SMTP_URL: "smtps://kindred:secret@mail.example.com",
      KINDRED_KEYS: JSON.stringify(generateKeyringSecrets()),
      SHOPIFY_API_KEY: "0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f",
      SHOPIFY_API_SECRET: "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",
      SHOPIFY_APP_URL: "https://kindred.example.com",
    });
    expect(config.migratesAtStart).toBe(true);
  }
});
