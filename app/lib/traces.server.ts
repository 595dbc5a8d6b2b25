import { SpanKind, SpanStatusCode, trace, type Attributes } from "@opentelemetry/api";

/** Records nothing until `startTracing` has registered a provider. */
const tracer = () => trace.getTracer("kindred");

/**
 * Runs work in a span, the child of the span around it. A failed span has the error's type and not its message, which
 * may contain personal data.
 */
export const inSpan: InSpan = (name, attributes, run) =>
  tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await run();
    } catch (error) {
      span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });

export type InSpan = <Result>(
  name: string,
  attributes: Attributes,
  run: () => Promise<Result>,
) => Promise<Result>;

/**
 * Handles a request in a span of its own: callers of other systems cannot join theirs.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 * @returns to be called at the end, with the status
 */
export function traceRequest(
  { method, path }: { readonly method: string; readonly path: string },
  handle: () => void,
): (status: number) => void {
  const options = {
    kind: SpanKind.SERVER,
    attributes: { "http.request.method": method, "http.route": path },
  };
  return tracer().startActiveSpan(`${method} ${path}`, options, (span) => {
    handle();
    return (status: number) => {
      span.setAttribute("http.response.status_code", status);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    };
  });
}
