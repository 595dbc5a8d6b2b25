import type { Context } from "@opentelemetry/api";

/** Where and how much to trace. */
export interface TracingSettings {
  /** The base URL of an OTLP receiver over HTTP. */
  readonly endpoint: string;
  /** The share of requests and job slices to trace, from 0 to 1. */
  readonly share: number;
  readonly serviceName: string;
}

export interface Tracing {
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** Prisma's spans around and before that of the statement. */
const OTHER_SPANS = /^prisma:client:(?!db_query$)/;

/**
 * Sends the spans of requests, jobs, batches of email and statements over OTLP. Statements have their text, without
 * values. The packages are loaded only here, so that an installation without tracing does not pay for them.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export async function startTracing(settings: TracingSettings): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }, hooks, prisma] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/sdk-trace"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/context-async-hooks"),
      import("@prisma/instrumentation"),
    ]);
  const share = new sdk.TraceIdRatioBasedSampler(settings.share);
  const root = {
    // Statements of no request and no job, such as the queue's, would drown the others.
    shouldSample: (context: Context, traceId: string, name: string) =>
      name.startsWith("prisma:")
        ? { decision: sdk.SamplingDecision.NOT_RECORD }
        : share.shouldSample(context, traceId),
    toString: () => `Kindred{${share.toString()}}`,
  };
  const exporter = new OTLPTraceExporter({
    url: new URL("v1/traces", settings.endpoint.replace(/\/*$/, "/")).href,
  });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ "service.name": settings.serviceName }),
    sampler: new sdk.ParentBasedSampler({ root }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  api.context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager());
  api.trace.setGlobalTracerProvider(provider);
  const statements = new prisma.PrismaInstrumentation({ ignoreSpanTypes: [OTHER_SPANS] });
  return {
    async stop() {
      statements.disable();
      await provider.shutdown();
      api.trace.disable();
      api.context.disable();
    },
  };
}
