import type {
  Deploy,
  DeployResources,
  DeployRestartPolicy,
  GenericResource,
  Placement,
  ResourceAmounts,
  UpdateConfig,
} from '../project.ts'
import { dumpDeviceRequest } from './devices.ts'
import {
  type DumpFormat,
  durationText,
  extra,
  floatOf,
  type JsonObject,
  omitEmpty,
  pick,
  sizeText,
} from './json.ts'

/** A deploy section as the reference prints it; its JSON always has resources and placement. */
export function dumpDeploy(deploy: Deploy, format: DumpFormat): JsonObject {
  const always = format === 'json' ? pick : omitEmpty
  return {
    ...omitEmpty({ mode: deploy.mode }),
    ...pick({ replicas: deploy.replicas }),
    ...omitEmpty({ labels: deploy.labels }),
    ...pick({
      update_config: deploy.update_config && dumpUpdateConfig(deploy.update_config, format),
      rollback_config: deploy.rollback_config && dumpUpdateConfig(deploy.rollback_config, format),
    }),
    ...always({ resources: dumpResources(deploy.resources ?? {}, format) }),
    ...pick({ restart_policy: deploy.restart_policy && dumpRestartPolicy(deploy.restart_policy, format) }),
    ...always({ placement: dumpPlacement(deploy.placement ?? {}, format) }),
    ...omitEmpty({ endpoint_mode: deploy.endpoint_mode }),
    ...extra(deploy, format),
  }
}

const dumpUpdateConfig = (config: UpdateConfig, format: DumpFormat): JsonObject => ({
  ...pick({ parallelism: config.parallelism }),
  ...omitEmpty({
    delay: config.delay && durationText(config.delay),
    failure_action: config.failure_action,
    monitor: config.monitor && durationText(config.monitor),
    max_failure_ratio: floatOf(config.max_failure_ratio, format),
    order: config.order,
  }),
  ...extra(config, format),
})

const dumpResources = (resources: DeployResources, format: DumpFormat): JsonObject => ({
  ...pick({
    limits: resources.limits && dumpAmounts(resources.limits, format),
    reservations: resources.reservations && dumpAmounts(resources.reservations, format),
  }),
  ...extra(resources, format),
})

const dumpAmounts = (amounts: ResourceAmounts, format: DumpFormat): JsonObject => ({
  ...omitEmpty({
    cpus: floatOf(amounts.cpus, format),
    memory: sizeText(amounts.memory),
    pids: amounts.pids,
    devices: amounts.devices?.map(dumpDeviceRequest),
    generic_resources: amounts.generic_resources?.map((resource) => dumpGenericResource(resource, format)),
  }),
  ...extra(amounts, format),
})

function dumpGenericResource(resource: GenericResource, format: DumpFormat): JsonObject {
  const { discrete_resource_spec: spec } = resource
  return {
    ...pick({
      discrete_resource_spec: spec && { kind: spec.kind, value: spec.value, ...extra(spec, format) },
    }),
    ...extra(resource, format),
  }
}

const dumpRestartPolicy = (policy: DeployRestartPolicy, format: DumpFormat): JsonObject => ({
  ...omitEmpty({ condition: policy.condition }),
  ...pick({
    delay: durationText(policy.delay),
    max_attempts: policy.max_attempts,
    window: durationText(policy.window),
  }),
  ...extra(policy, format),
})

const dumpPlacement = (placement: Placement, format: DumpFormat): JsonObject => ({
  ...omitEmpty({
    constraints: placement.constraints,
    preferences: placement.preferences?.map((preference) => ({
      ...omitEmpty({ spread: preference.spread }),
      ...extra(preference, format),
    })),
    max_replicas_per_node: placement.max_replicas_per_node,
  }),
  ...extra(placement, format),
})
