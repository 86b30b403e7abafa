import type { Service } from '@berth/compose'

/**
 * Names of services such that each comes after what it depends on, ties by name. Dependencies that are
 * not in `services` are passed over. The loader refuses cycles; here they end in name order.
 */
export function startOrder(services: Readonly<Record<string, Pick<Service, 'depends_on'>>>): string[] {
  const order = new Set<string>()
  const visiting = new Set<string>()
  const visit = (name: string) => {
    const service = services[name]
    if (service === undefined || order.has(name) || visiting.has(name)) return
    visiting.add(name)
    for (const dependency of Object.keys(service.depends_on ?? {}).sort()) visit(dependency)
    order.add(name)
  }
  for (const name of Object.keys(services).sort()) visit(name)
  return [...order]
}
