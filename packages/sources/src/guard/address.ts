import { BlockList, isIP } from 'node:net';

/** IPv4 that is not the public internet: IANA's special-purpose registry (RFC 6890), multicast and class E. */
const reserved = subnets(
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24',
  '192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
);
/** Global unicast (RFC 4291, 2.4) is all of IPv6 that is let through: so no loopback, mapped, NAT64, local or multicast. */
const unicast = subnets('2000::/3');
/** Parts of global unicast that carry an IPv4 address (Teredo, 6to4) or stand in books only. */
const special = subnets('2001::/23 2001:db8::/32 2002::/16 3fff::/20');

/**
 * Networks by their CIDR notation, separated by spaces.
 *
 * @throws {TypeError} for what is no network.
 * @example
 * subnets('10.0.0.0/8 fd00::/8').check('10.1.2.3'); // true
 */
export function subnets(...lists: readonly string[]): BlockList {
  const found = new BlockList();
  for (const network of lists.flatMap((list) => list.split(/\s+/)).filter((text) => text !== '')) {
    const [address = '', prefix = ''] = network.split('/');
    const family = isIP(address);
    if (family === 0 || !/^\d{1,3}$/.test(prefix)) throw new TypeError(`"${network}" is no network`);
    found.addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  }
  return found;
}

/** Whether an address may be connected to: on the public internet, or in a network that the operator allows. */
export function isAllowed(address: string, allowed: BlockList): boolean {
  switch (isIP(address)) {
    case 4:
      return allowed.check(address, 'ipv4') || !reserved.check(address, 'ipv4');
    case 6:
      // A zone (RFC 4007) names a link of this machine.
      if (address.includes('%')) return false;
      return (
        allowed.check(address, 'ipv6') || (unicast.check(address, 'ipv6') && !special.check(address, 'ipv6'))
      );
    default:
      return false;
  }
}
