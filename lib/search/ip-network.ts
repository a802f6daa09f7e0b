/** Networks in CIDR notation, of IPv4 and IPv6, as patterns for addresses. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Shaped like a network: digits, dots and colons, a slash, a number. */
export function looksLikeNetwork(text: string): boolean {
  return /^[\da-f.:]{2,64}\/\d{1,3}$/i.test(text);
}

/** A function that says whether an address is in the network; null where the pattern is no network. */
export function compileNetwork(pattern: string): ((value: string) => boolean) | null {
  if (!looksLikeNetwork(pattern)) return null;
  const [base, length] = pattern.split('/') as [string, string];
  const address = parseAddress(base);
  if (address === null || Number(length) > (address.kind() === 'ipv4' ? 32 : 128)) return null;
  const network: [Address, number] = [address, Number(length)];
  return (value) => readings(value).some((reading) => reading.kind() === address.kind() && reading.match(network));
}

/** An IPv4 address can also be written within IPv6 (`::ffff:10.0.0.1`): it is in networks of either kind. */
function readings(value: string): Address[] {
  const address = parseAddress(value);
  if (address === null) return [];
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? [address, address.toIPv4Address()]
    : [address];
}

/** Four decimal parts or IPv6; none of the shorthands (`10.1`, `0x7f.1`) that only some programs read. */
function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null;
}
