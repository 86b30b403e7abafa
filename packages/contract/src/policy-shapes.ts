import { type Static, Type } from 'typebox'

const Severity = Type.Enum(['allow', 'warn', 'refuse'])
const Missing = Type.Enum(['warn', 'refuse'])
const Text = Type.String({ minLength: 1, maxLength: 500 })

/** What is on the list is allowed; `others` is what becomes of the rest, `refuse` unless said. */
const listOf = <const T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Union>>(
  item: T,
  description: string,
) =>
  Type.Object(
    { allowed: Type.Array(item, { maxItems: 200 }), others: Type.Optional(Severity) },
    { additionalProperties: false, description },
  )

const Rules = {
  privileged: Severity,
  hostNamespaces: Severity,
  foreignContainers: Severity,
  foreignVolumes: Severity,
  capabilities: listOf(Text, 'Names of capabilities, for example `NET_ADMIN`.'),
  devices: listOf(Text, 'Device files, and folders of them.'),
  deviceCgroupRules: Severity,
  gpus: Severity,
  securityOptions: Severity,
  hostSettings: Severity,
  binds: listOf(Text, 'Folders of the host; `${user}` stands for the name of who deploys.'),
  sharedPropagation: Severity,
  volumeDrivers: listOf(Text, 'Drivers and types of volumes, for example `nfs`.'),
  protectedPaths: Type.Array(Text, {
    maxItems: 200,
    description: 'Never mounted, nor what is above or below.',
  }),
  ports: listOf(Type.String({ minLength: 1, maxLength: 11 }), 'Host ports and ranges: `80`, `20000-29999`.'),
  images: listOf(Text, 'Patterns of full names: `docker.io/library/*`.'),
  imagePins: Type.Object(
    { required: Type.Enum(['nothing', 'tag', 'digest']), missing: Type.Optional(Missing) },
    { additionalProperties: false },
  ),
  requiredLimits: Type.Object(
    {
      limits: Type.Array(Type.Enum(['memory', 'cpus', 'pids']), { maxItems: 3 }),
      missing: Type.Optional(Missing),
    },
    { additionalProperties: false },
  ),
  falseLabels: Severity,
  buildEntitlements: Severity,
  dataLoss: Severity,
} as const

/** The name of every rule, in the order of docs/policies.md. */
// Safe: the keys of an object that is written right above.
export const policyRules = Object.keys(Rules) as (keyof typeof Rules)[]
export type PolicyRule = (typeof policyRules)[number]

export const PolicyRuleName = Type.Enum(policyRules)

/** A policy as a file has it: rules that are not named are those of the base. */
export const PolicyInput = Type.Object(
  {
    base: Type.Enum(['open', 'strict'], {
      description:
        '`open` allows everything that is not ruled out; `strict` refuses what could harm others on the host.',
    }),
    rules: Type.Partial(Type.Object(Rules, { additionalProperties: false })),
  },
  { additionalProperties: false },
)
export type PolicyInput = Static<typeof PolicyInput>
