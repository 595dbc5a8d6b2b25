/**
 * Posts to a resource route and reads the response with any status. For requests while typing: a form submission
 * would reload the page's data, and a lost connection would replace the page by an error.
 * @throws TypeError without a connection, SyntaxError if the response is not JSON
 */
export async function postJson<T>(url: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  return (await answer.json()) as T;
}
