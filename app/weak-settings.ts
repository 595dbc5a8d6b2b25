/** Shopify's secrets have 32 characters at least, behind their prefix or without one. */
const MIN_SECRET_CHARS = 32;
/** 32 random characters have fewer different ones once in more than a billion times. */
const MIN_DIFFERENT_CHARS = 8;
const KEY_BYTES = 32;
/** 32 random bytes have fewer different ones once in more than a billion times. */
const MIN_DIFFERENT_BYTES = 16;

/** Whether a secret is one that others could guess: short, of few characters, or in this repository. Null is none. */
export function isPredictableSecret(secret: string | null): boolean {
  if (secret === null) return false;
  const text = secret.replace(/^(?:shpss|whsec)_/, "");
  return (
    text.length < (secret.startsWith("whsec_") ? 24 : MIN_SECRET_CHARS) ||
    new Set(text).size < MIN_DIFFERENT_CHARS ||
    text.startsWith("kindred")
  );
}

/** Whether a key of a keyring is none that was drawn at random, such as 32 zero bytes or bytes that count up. */
export function isPredictableKey(base64: string): boolean {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const steps = new Set(bytes.slice(1).map((byte, i) => byte - (bytes[i] ?? 0)));
  return (
    bytes.length !== KEY_BYTES ||
    new Set(bytes).size < MIN_DIFFERENT_BYTES ||
    steps.size < MIN_DIFFERENT_BYTES / 2
  );
}

const LOCAL_HOSTS = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;
const TLS_MODES = new Set(["prefer", "require", "verify-ca", "verify-full", "no-verify"]);

/**
 * Whether a PostgreSQL is asked over a network in plain text. The driver never falls back to it: any of the
 * modes above ends a connection to a server that has no TLS.
 */
export function isRemoteWithoutTls(url: string): boolean {
  // The driver takes an empty host behind a user for this machine; URLs do not.
  const text = url.replace("@/", "@localhost/");
  if (!URL.canParse(text)) return true;
  const { hostname, searchParams } = new URL(text);
  const host = searchParams.get("host") ?? decodeURIComponent(hostname);
  // A path, or nothing, is a socket on this machine.
  if (host === "" || host.startsWith("/") || LOCAL_HOSTS.test(host)) return false;
  const isOn = ["true", "1"].includes(searchParams.get("ssl") ?? "");
  return !isOn && !TLS_MODES.has(searchParams.get("sslmode") ?? "");
}
