/**
 * Normalizes a domain: lower case and punycode, so that "Bücher.example" becomes "xn--bcher-kva.example".
 *
 * @returns null if the text is no domain name
 */
export function readDomain(text: string): string | null {
  const plain = text.trim().replace(/\.$/, "");
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(plain)) return null;
  const domain = URL.parse(`https://${plain}`)?.hostname ?? "";
  const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  const isName = new RegExp(`^(?:${label}\\.)+(?!\\d+$)${label}$`).test(domain);
  return isName && domain.length <= 253 ? domain : null;
}

/** An address with its domain normalized. */
export function withReadDomain(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = at < 0 ? null : readDomain(address.slice(at + 1));
  return domain === null ? address : `${address.slice(0, at)}@${domain}`;
}

/** The domain and its registrable parents: "mail.kettle.example" and "kettle.example". */
export function withParents(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, first) => labels.slice(first).join("."));
}

/** Domains on which anyone can get a mailbox or a store. A name without an ending covers all country domains. */
const SHARED = new Set(
  `gmail.com googlemail.com outlook. hotmail. live. msn.com yahoo. ymail.com rocketmail.com icloud.com me.com mac.com
  aol.com gmx. web.de t-online.de freenet.de email.de posteo.de mailbox.org proton.me protonmail.com pm.me tutanota.com
  fastmail.com hey.com zoho.com email.com email.com email.ru bk.ru inbox.ru list.ru yandex. rambler.ru ukr.net
  orange.fr wanadoo.fr free.fr sfr.fr laposte.net libero.it virgilio.it tiscali.it alice.it btinternet.com sky.com
  comcast.net verizon.net att.net sbcglobal.net cox.net charter.net rogers.com bigpond.com seznam.cz wp.pl o2.pl onet.pl
  interia.pl bluewin.ch telenet.be skynet.be ziggo.nl kpnmail.nl uol.com.br bol.com.br terra.com.br qq.com 163.com 126.com
  sina.com naver.com daum.net hanmail.net rediffmail.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp
  myshopify.com shopify.com`.split(/\s+/),
);

/** Whether a domain belongs to a mailbox provider or store platform, so that no shop can own it. */
export const isSharedDomain = (domain: string): boolean =>
  withParents(domain).some(
    (it) =>
      SHARED.has(it) || SHARED.has(it.replace(/^([^.]+\.)(?:(?:com?|ne)\.)?[a-z]{2,3}$/, "$1")),
  );
