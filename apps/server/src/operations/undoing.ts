import type { OperationRecord, OperationRequest } from './operation.ts'

/**
 * What brings back what ran before an operation that was cut short; undefined when nothing does. Pure.
 *
 * Services are made anew from the revision that was deployed last. Without one, only what the operation made
 * itself can be taken down again. What was stopped is started, and so on. A restart has nothing to undo but its
 * stopping. Volumes stay, and so do the files.
 *
 * @param deployed The number of the revision that was deployed last with success.
 */
export function undoing(
  operation: OperationRecord,
  request: OperationRequest,
  deployed: number | undefined,
): OperationRequest | undefined {
  const services = begunServices(operation)
  switch (request.kind) {
    case 'deploy':
    case 'scale':
    case 'down':
      if (deployed !== undefined) return backTo(deployed, operation)
      return request.kind === 'deploy' && madeEverything(operation)
        ? { kind: 'down', options: {} }
        : undefined
    case 'start':
      return services.length === 0 ? undefined : { kind: 'stop', options: { services } }
    case 'stop':
    case 'restart':
      return services.length === 0 ? undefined : { kind: 'start', options: { services } }
    case 'pause':
      return services.length === 0 ? undefined : { kind: 'unpause', options: { services } }
    case 'unpause':
      return services.length === 0 ? undefined : { kind: 'pause', options: { services } }
    case 'kill':
      return undefined
  }
}

function backTo(revision: number, { services }: OperationRecord): OperationRequest {
  // A service that the revision does not have was made by the operation.
  const removeOrphans = services.some(({ change }) => change === 'create')
  return { kind: 'deploy', options: { undoTo: revision, ...(removeOrphans && { removeOrphans }) } }
}

/** Nothing of the project was there before it. */
const madeEverything = ({ services }: OperationRecord) =>
  services.length > 0 && services.every(({ change }) => change === 'create')

/** Services that something was done to, or was about to be. */
function begunServices({ steps }: OperationRecord): string[] {
  const begun = steps.filter(({ state }) => state !== 'pending' && state !== 'skipped')
  return [...new Set(begun.flatMap(({ service }) => (service === undefined ? [] : [service])))].sort()
}
