/** Which addresses a server may call on behalf of a user: none that lead inside, unless the operator names them. */
import { BlockList, isIP, isIPv4 } from 'node:net'

/** Networks that are not the public internet (RFC 6890 and what lies beside it). */
const inside4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** Of IPv6 only what is handed out as global unicast is outside; of that, these are not. */
const inside6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const blocked4 = new BlockList()
for (const [net, bits] of inside4) blocked4.addSubnet(net, bits, 'ipv4')
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
const blocked6 = new BlockList()
for (const [net, bits] of inside6) blocked6.addSubnet(net, bits, 'ipv6')

export type Allowed = (address: string) => boolean

/** Networks the operator opened, as `10.1.0.0/16` or single addresses. */
export function allowedNetworks(networks: readonly string[]): Allowed {
  const open = new BlockList()
  for (const network of networks) {
    const [net = '', bits] = network.split('/')
    const kind = isIPv4(net) ? 'ipv4' : 'ipv6'
    if (bits === undefined) open.addAddress(net, kind)
    else open.addSubnet(net, Number(bits), kind)
  }
  return (address) => isIP(address) !== 0 && open.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

export function isOutside(address: string): boolean {
  if (isIPv4(address)) return !blocked4.check(address, 'ipv4')
  if (isIP(address) !== 6) return false
  const bare = address.replace(/%.*$/, '')
  return global6.check(bare, 'ipv6') && !blocked6.check(bare, 'ipv6')
}

/** Ports on which web servers listen, and none where something else might take a request for an order. */
export function isWebPort(port: number): boolean {
  return port === 443 || port === 80 || (port >= 1024 && !others.has(port))
}

const others = new Set([
  1080, 1433, 1521, 1723, 2049, 2181, 2375, 2376, 2379, 3128, 3306, 3389, 4369, 5060, 5432, 5433, 5672, 5900, 5984,
  5985, 6379, 6443, 6666, 6667, 7001, 8086, 9042, 9092, 9200, 9300, 10250, 11211, 27017, 50070,
])
