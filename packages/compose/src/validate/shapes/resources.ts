import type { Shape } from '../shape.ts'
import { boolean, driverOptions, external, keyValues, listOf, text } from './basic.ts'

const texts: Shape = { entries: text, refusesEmptyKeys: true }

const ipam: Shape = {
  fields: {
    driver: text,
    config: listOf({
      fields: { subnet: text, gateway: text, ip_range: text, aux_addresses: texts },
    }),
    options: texts,
  },
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/06-networks.md */
export const network: Shape = {
  nullable: true,
  fields: {
    name: text,
    driver: text,
    driver_opts: driverOptions,
    ipam,
    external,
    internal: boolean,
    attachable: boolean,
    enable_ipv4: boolean,
    enable_ipv6: boolean,
    labels: keyValues,
  },
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/07-volumes.md */
export const volume: Shape = {
  nullable: true,
  fields: { name: text, driver: text, driver_opts: driverOptions, external, labels: keyValues },
}
