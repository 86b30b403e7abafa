import type { Descriptions } from './description.ts'

export const deploy: Descriptions = {
  replicas: { words: 'How many containers run.', fallback: '1', example: '3' },
  resources: { words: 'What the containers may use at most, and what is kept for them.' },
  restart_policy: { words: 'When and how often a container is started again.' },
  mode: {
    words: 'A number of containers, one on every machine, or jobs that end.',
    fallback: 'replicated',
    values: ['replicated', 'global', 'replicated-job', 'global-job'],
  },
  update_config: { words: 'How an update goes from container to container. For Swarm.' },
  rollback_config: { words: 'How a failed update is taken back. For Swarm.' },
  placement: { words: 'On which machines containers may run. For Swarm.' },
  endpoint_mode: {
    words: 'How others reach the service: one virtual address, or all by DNS. For Swarm.',
    values: ['vip', 'dnsrr'],
  },
  labels: { words: 'Notes on the service as a whole, not on its containers.' },
}

export const resources: Descriptions = {
  limits: { words: 'The most the containers may use.' },
  reservations: { words: 'What is kept for the containers.' },
}

export const limits: Descriptions = {
  cpus: { words: 'Processor time, in processors.', example: '"0.50"' },
  memory: { words: 'The most memory; beyond it the container is killed.', example: '512M' },
  pids: { words: 'The most processes.', example: '100' },
}

export const reservations: Descriptions = {
  cpus: { words: 'Processor time that is kept free, in processors. For Swarm.', example: '"0.25"' },
  memory: { words: 'Memory the container is pushed back to when the host runs short.', example: '256M' },
  devices: { words: 'Devices such as GPUs that the containers get.' },
  generic_resources: { words: 'Resources that machines name themselves. For Swarm.' },
}

export const genericResource: Descriptions = {
  discrete_resource_spec: { words: 'A resource that is counted.' },
}

export const discreteResource: Descriptions = {
  kind: { words: 'The name of the resource.', example: 'gpu' },
  value: { words: 'How many of them.', example: '2' },
}

export const restartPolicy: Descriptions = {
  condition: {
    words: 'After which end a container is started again.',
    fallback: 'any',
    values: ['any', 'on-failure', 'none'],
  },
  delay: { words: 'The wait before it is started again.', fallback: '0s', example: '5s' },
  max_attempts: { words: 'How often at most.', fallback: 'any number', example: '3' },
  window: { words: 'How long a start must hold to count as one.', fallback: '0s', example: '120s' },
}

/** How updates, and their taking back, go from container to container. */
export const rollout: Descriptions = {
  parallelism: { words: 'How many containers at once; 0 for all.', fallback: '1', example: '2' },
  delay: { words: 'The wait from one group to the next.', fallback: '0s', example: '10s' },
  failure_action: {
    words: 'What happens when a container fails.',
    fallback: 'pause',
    values: ['pause', 'continue', 'rollback'],
  },
  monitor: { words: 'How long a new container is watched for failure.', fallback: '5s', example: '30s' },
  max_failure_ratio: { words: 'The share of failures that is put up with.', fallback: '0', example: '0.1' },
  order: {
    words: 'Whether the old container stops first or the new one starts first.',
    fallback: 'stop-first',
    values: ['stop-first', 'start-first'],
  },
}

export const placement: Descriptions = {
  constraints: { words: 'What must be true of a machine.', example: '["node.role == worker"]' },
  preferences: { words: 'Over what containers are spread.', example: '[{spread: node.labels.zone}]' },
  max_replicas_per_node: { words: 'The most containers on one machine.', example: '1' },
}

export const preference: Descriptions = {
  spread: { words: 'The label of machines over which containers are spread.' },
}
