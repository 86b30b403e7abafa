/** Why a plan cannot be applied: what each code means and what usually helps. docs/errors.md is made of this. */
export const planProblemCodes = {
  PLAN_OTHER_FOLDER: {
    meaning:
      "Containers of this project name were made from files in another folder: they may be somebody else's.",
    fix: 'Give this copy another name, or say that you take the other over: `-p <name>`, `"adopt": true` in the API.',
  },
  PLAN_SERVICE_UNKNOWN: {
    meaning: 'A service was named that the files do not have.',
    fix: 'Check the spelling; the message lists the services.',
  },
  PLAN_NO_CONTAINER: {
    meaning: 'Containers were to be started and the project has none.',
    fix: 'Make them with `berth up`, or `berth create`.',
  },
  PLAN_NETWORK_MISSING: {
    meaning: 'An external network does not exist, and Berth does not create external ones.',
    fix: 'Create it with `docker network create`, or remove `external: true`.',
  },
  PLAN_NETWORK_FOREIGN: {
    meaning: 'A network of the wanted name exists and belongs to somebody else.',
    fix: 'Declare it `external: true`, or give yours another name.',
  },
  PLAN_VOLUME_MISSING: {
    meaning: 'An external volume does not exist, and Berth does not create external ones.',
    fix: 'Create it with `docker volume create`, or remove `external: true`.',
  },
  PLAN_IMAGE_MISSING: {
    meaning: 'An image is not on the Engine, and `pull_policy` forbids to pull or build it.',
    fix: 'Provide the image, or change `pull_policy`.',
  },
  PLAN_BUILD_CYCLE: {
    meaning: 'Services are built from each other in a circle, so none of them can be the first.',
    fix: 'Take one of them out of the `additional_contexts` of the one before it.',
  },
  PLAN_NEEDS_CONTAINERD_STORE: {
    meaning:
      'An image is to be built for several platforms, or with attestations, and the image store of the Engine keeps neither.',
    fix: 'Give the Engine the containerd image store, or leave that out of `build`.',
  },
  PLAN_SHARED_CONTAINER_MISSING: {
    meaning:
      'A service shares the network, a namespace or the volumes of another one (`service:x`), which has no container.',
    fix: 'Give x at least one replica, or take what is shared out of the service.',
  },
  PLAN_ATTRIBUTE_NOT_APPLIED: {
    meaning: 'A service uses an attribute that Berth loads and cannot bring to the Engine.',
    fix: 'Take the attribute out of the service; the message names both.',
  },
  PLAN_NAME_TAKEN: {
    meaning:
      'A container has the wanted name and nothing removes it: one of another service, of another project, or of nobody.',
    fix: 'Give one of them another `container_name`, or remove the other, in this project with `--remove-orphans`.',
  },
  PLAN_REFUSED_BY_POLICY: {
    meaning:
      'The policy of this host refuses something that the plan would make; see [policies](policies.md).',
    fix: 'Change what the message names, or ask whoever keeps the policy.',
  },
  PLAN_PORT_TAKEN: {
    meaning:
      'A host port is wanted that a running container has and keeps, or that two containers of this plan want.',
    fix: 'Publish another port, or stop the container that the message names.',
  },
} as const

export type PlanProblemCode = keyof typeof planProblemCodes

/** What can happen to a container while a plan is applied, besides what the Engine refuses. */
export const containerFailureCodes = {
  CONTAINER_EXITED: {
    meaning: 'A container that others wait for has exited. The message has its exit code and its last lines.',
    fix: 'Mend what its log says and deploy again; what ran before has been brought back.',
  },
  CONTAINER_UNHEALTHY: {
    meaning: 'The health check of a container that others wait for fails.',
    fix: 'Look at the output of the check; give it a longer `start_period` if it only needs time.',
  },
  CONTAINER_NOT_READY: {
    meaning: 'A container was not up or healthy in the time that was given with `--wait-timeout`.',
    fix: 'Give it more time, or see `berth logs` for what it is doing.',
  },
  CONTAINER_HOOK_FAILED: {
    meaning:
      'A `post_start` or `pre_stop` hook ended with an error. The message has its exit code and its output.',
    fix: 'Mend the command; it runs in the container, as the user that the hook names.',
  },
  CONTAINER_NO_HEALTHCHECK: {
    meaning: 'A service waits until another is healthy, and that one has no health check.',
    fix: 'Add a `healthcheck`, or wait for `service_started`.',
  },
} as const

export type ContainerFailureCode = keyof typeof containerFailureCodes
