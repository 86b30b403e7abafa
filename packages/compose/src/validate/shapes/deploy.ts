import * as format from '../formats.ts'
import type { Shape } from '../shape.ts'
import { amount, decimal, integer, keyValues, listOf, listOfTexts, number, text, textOf } from './basic.ts'
import { reservedDevice } from './devices.ts'

const updateConfig: Shape = {
  fields: {
    parallelism: amount,
    delay: textOf(format.duration),
    failure_action: text,
    monitor: textOf(format.duration),
    max_failure_ratio: decimal,
    order: textOf(format.updateOrder),
  },
}

const resources: Shape = {
  fields: {
    limits: { fields: { cpus: decimal, memory: textOf(format.bytes), pids: integer } },
    reservations: {
      fields: {
        cpus: decimal,
        memory: textOf(format.bytes),
        generic_resources: listOf({
          fields: { discrete_resource_spec: { fields: { kind: text, value: number } } },
        }),
        devices: listOf(reservedDevice),
      },
    },
  },
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/deploy.md */
export const deploy: Shape = {
  nullable: true,
  fields: {
    mode: text,
    endpoint_mode: text,
    replicas: amount,
    labels: keyValues,
    update_config: updateConfig,
    rollback_config: updateConfig,
    resources,
    restart_policy: {
      fields: {
        condition: text,
        delay: textOf(format.duration),
        max_attempts: amount,
        window: textOf(format.duration),
      },
    },
    placement: {
      fields: {
        constraints: listOfTexts,
        preferences: listOf({ fields: { spread: text } }),
        max_replicas_per_node: amount,
      },
    },
  },
}
