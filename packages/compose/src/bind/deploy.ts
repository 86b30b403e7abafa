import type {
  Deploy,
  DeployResources,
  DeployRestartPolicy,
  DiscreteResource,
  GenericResource,
  Placement,
  PlacementPreference,
  ResourceAmounts,
  UpdateConfig,
} from '../project.ts'
import type { Node } from '../tree.ts'
import { bindDeviceRequest } from './devices.ts'
import { compact, readerOf } from './read.ts'

/** A deploy section's tree as typed data. */
export function bindDeploy(node: Node): Deploy {
  const read = readerOf(node)
  return compact<Deploy>({
    mode: read.text('mode'),
    replicas: read.number('replicas'),
    labels: read.textMap('labels'),
    update_config: read.object('update_config', bindUpdateConfig),
    rollback_config: read.object('rollback_config', bindUpdateConfig),
    resources: read.object('resources', bindResources),
    restart_policy: read.object('restart_policy', bindRestartPolicy),
    placement: read.object('placement', bindPlacement),
    endpoint_mode: read.text('endpoint_mode'),
    extensions: read.extensions(),
  })
}

function bindUpdateConfig(node: Node): UpdateConfig {
  const read = readerOf(node)
  return compact<UpdateConfig>({
    parallelism: read.number('parallelism'),
    delay: read.duration('delay'),
    failure_action: read.text('failure_action'),
    monitor: read.duration('monitor'),
    max_failure_ratio: read.float32('max_failure_ratio'),
    order: read.text('order'),
    extensions: read.extensions(),
  })
}

function bindResources(node: Node): DeployResources {
  const read = readerOf(node)
  return compact<DeployResources>({
    limits: read.object('limits', bindAmounts),
    reservations: read.object('reservations', bindAmounts),
    extensions: read.extensions(),
  })
}

function bindAmounts(node: Node): ResourceAmounts {
  const read = readerOf(node)
  return compact<ResourceAmounts>({
    cpus: read.float32('cpus'),
    memory: read.bytes('memory'),
    pids: read.number('pids'),
    devices: read.items('devices', bindDeviceRequest),
    generic_resources: read.items('generic_resources', bindGenericResource),
    extensions: read.extensions(),
  })
}

function bindGenericResource(node: Node): GenericResource {
  const read = readerOf(node)
  return compact<GenericResource>({
    discrete_resource_spec: read.object('discrete_resource_spec', bindDiscreteResource),
    extensions: read.extensions(),
  })
}

function bindDiscreteResource(node: Node): DiscreteResource {
  const read = readerOf(node)
  return compact<DiscreteResource>({
    kind: read.text('kind') ?? '',
    value: Math.trunc(read.number('value') ?? 0),
    extensions: read.extensions(),
  })
}

function bindRestartPolicy(node: Node): DeployRestartPolicy {
  const read = readerOf(node)
  return compact<DeployRestartPolicy>({
    condition: read.text('condition'),
    delay: read.duration('delay'),
    max_attempts: read.number('max_attempts'),
    window: read.duration('window'),
    extensions: read.extensions(),
  })
}

function bindPlacement(node: Node): Placement {
  const read = readerOf(node)
  return compact<Placement>({
    constraints: read.texts('constraints'),
    preferences: read.items('preferences', bindPreference),
    max_replicas_per_node: read.number('max_replicas_per_node'),
    extensions: read.extensions(),
  })
}

function bindPreference(node: Node): PlacementPreference {
  const read = readerOf(node)
  return compact<PlacementPreference>({ spread: read.text('spread'), extensions: read.extensions() })
}
