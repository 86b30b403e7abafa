import { Type } from 'typebox'
import { ReplicaState } from './projects.ts'

/** Where a service is reached from outside. */
const Address = Type.Object({
  hostIp: Type.Optional(Type.String()),
  published: Type.Integer({ description: 'Port of the host.' }),
  target: Type.Integer({ description: 'Port of the container.' }),
  protocol: Type.String(),
})

/** How the services were when an operation had ended. */
export const OperationResult = Type.Object({
  services: Type.Array(
    Type.Object({
      service: Type.String(),
      state: ReplicaState,
      running: Type.Integer({ description: 'Replicas that ran.' }),
      wanted: Type.Integer({ description: 'Replicas that the files asked for.' }),
      exitCode: Type.Optional(Type.Integer({ description: 'Of a replica that had exited.' })),
      addresses: Type.Array(Address),
    }),
  ),
})
