import type { PolicyInput } from '@berth/contract'
import type { TestServer } from '../../testing/start-server.ts'

/** What a developer may on a host that several people share. */
export const developerPolicy: PolicyInput = {
  base: 'strict',
  rules: {
    // Placeholders of policies look as those of templates do.
    binds: { allowed: [`/srv/data/\${user}`] },
    ports: { allowed: ['20000-29999'] },
    images: { allowed: ['ghcr.io/acme/*', 'docker.io/library/*'] },
    requiredLimits: { limits: ['memory'] },
  },
}

/** Holds developers to that. */
export async function setDeveloperPolicy(server: TestServer, policy = developerPolicy): Promise<void> {
  const reply = await server.call({ method: 'PUT', url: '/api/v1/policies/developer', payload: policy })
  if (reply.statusCode !== 200) throw new Error(reply.body)
}
