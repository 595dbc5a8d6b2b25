/**
 * Asks a route of ours that is no page, and reads its answer whatever its status. For what goes on while
 * somebody types: a form's submission would load the page's data again, and a lost connection would take
 * the page away.
 *
 * @throws TypeError without a connection, SyntaxError where the answer is no JSON
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
