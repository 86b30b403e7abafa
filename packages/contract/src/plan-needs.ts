import { Type } from 'typebox'

const Holder = Type.Union(
  [
    Type.Object({
      kind: Type.Literal('container'),
      name: Type.String(),
      project: Type.Optional(Type.String({ description: 'Absent: not made by Compose.' })),
      service: Type.Optional(Type.String()),
      givesUp: Type.Boolean({ description: 'This plan makes it give up what is needed.' }),
    }),
    Type.Object({
      kind: Type.Literal('program'),
      name: Type.Optional(Type.String()),
      pid: Type.Optional(Type.Integer()),
    }),
  ],
  { description: 'Who has it now: a container, or a program outside of containers.' },
)

/** What becomes of one object of the Engine. */
export const ObjectChange = Type.Object({
  kind: Type.Enum(['image', 'network', 'volume', 'container']),
  name: Type.String(),
  service: Type.Optional(Type.String()),
  change: Type.Enum([
    'create',
    'recreate',
    'start',
    'restart',
    'stop',
    'pause',
    'unpause',
    'signal',
    'remove',
    'pull',
    'restore',
    'build',
    'keep',
  ]),
  reasons: Type.Array(Type.String(), {
    description: 'In words: `image nginx:1.28 → nginx:1.29`, `environment DB_URL added`; values never.',
  }),
  interrupts: Type.Optional(
    Type.Object(
      {
        atLeastMs: Type.Optional(
          Type.Number({ description: 'It is down that long or longer. Absent: it does not come back.' }),
        ),
        othersRunning: Type.Integer({ description: 'Other containers of its service that run meanwhile.' }),
      },
      { description: 'Only of a container that runs now and will not for a while.' },
    ),
  ),
  destroys: Type.Optional(Type.String({ description: 'What is lost for good.' })),
})

/** What a plan needs of the host. */
export const PlanNeeds = Type.Object({
  ports: Type.Array(
    Type.Object({
      service: Type.String(),
      hostIp: Type.String({ description: 'Empty: every address.' }),
      protocol: Type.String(),
      published: Type.Integer(),
      lastPublished: Type.Optional(
        Type.Integer({ description: 'Of a range, in which one free port is enough.' }),
      ),
      heldBy: Type.Optional(Holder),
    }),
  ),
  names: Type.Array(Type.Object({ name: Type.String(), service: Type.String(), heldBy: Holder })),
  images: Type.Array(
    Type.Object({
      image: Type.String(),
      by: Type.Enum(['pull', 'build']),
      services: Type.Array(Type.String()),
      isMissing: Type.Boolean(),
      aboutBytes: Type.Optional(
        Type.Number({ description: 'As large as the image that it takes the place of. Absent: not known.' }),
      ),
    }),
  ),
  disk: Type.Optional(
    Type.Object({
      folder: Type.String({ description: 'Where the Engine keeps its images.' }),
      aboutBytes: Type.Number(),
      unknownImages: Type.Integer({ description: 'Images whose size cannot be guessed.' }),
      freeBytes: Type.Optional(Type.Number({ description: 'Absent: the folder cannot be seen from here.' })),
    }),
  ),
})
