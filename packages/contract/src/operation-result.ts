import { Type } from 'typebox'
import { ReplicaState } from './projects.ts'

/** Where a service is reached from outside. */
const Address = Type.Object({
  hostIp: Type.Optional(Type.String()),
  published: Type.Integer({ description: 'Port of the host.' }),
  target: Type.Integer({ description: 'Port of the container.' }),
  protocol: Type.String(),
})

/** Which image a container runs. */
const ContainerImage = Type.Object({
  id: Type.String(),
  name: Type.String(),
  service: Type.String(),
  image: Type.String({ description: 'As the files name it.' }),
  imageId: Type.String(),
  repoDigest: Type.Optional(
    Type.String({
      description:
        'What its registry has the image as, `name@sha256:…`; absent of one that was neither pulled nor pushed.',
    }),
  ),
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
  containers: Type.Optional(
    Type.Array(ContainerImage, {
      description:
        'The containers that it left, by name; absent when it ended before the Engine was asked for anything.',
    }),
  ),
})
