import { Type } from 'typebox'
import { ProjectName } from './projects.ts'

/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md */
const ServiceName = Type.String({ pattern: '^[a-zA-Z0-9._-]+$', maxLength: 255 })

export const ServiceParams = Type.Object({ project: ProjectName, service: ServiceName })

/** Which services of a project a request is about. */
export const ServiceNames = Type.Array(ServiceName, {
  maxItems: 500,
  description: 'Only these services; all when absent or empty.',
})

export const TimeoutSeconds = Type.Integer({
  minimum: 0,
  maximum: 3600,
  description: 'Seconds that a container may take to stop; its own stop timeout unless said. 0 kills.',
})
