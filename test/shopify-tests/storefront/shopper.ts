import type { TestBed } from "../local-app";

/** A shopper without scripts: a browser with cookies that submits forms. */
export interface Shopper {
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  submit(path: string, form: Record<string, string>): Promise<Response>;
  sendJson(path: string, body: unknown): Promise<Response>;
  /** The page's events for pixels. */
  eventsOf(response: Response): Promise<readonly { name: string; data: Record<string, never> }[]>;
}

export function newShopper({ shopify }: TestBed, shop = "acme.myshopify.com"): Shopper {
  const cookies = new Map<string, string>();
  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("x-sim-host", shop);
    headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    if (!headers.has("accept")) headers.set("accept", "text/html");
    const response = await fetch(shopify.origin + path, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
      cookies.set(name, value);
    }
    return response;
  }
  return {
    get: (path, headers = {}) => send(path, { headers }),
    submit: (path, form) => send(path, { method: "POST", body: new URLSearchParams(form) }),
    sendJson: (path, body) =>
      send(path, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(body),
      }),
    async eventsOf(response) {
      const json = /id="storefront-facts">(.*?)<\/script>/s.exec(await response.text())?.[1];
      return (JSON.parse(json ?? "{}") as { events: never[] }).events;
    },
  };
}
