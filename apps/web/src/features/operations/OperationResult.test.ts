import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import OperationResult from './OperationResult.vue'

it('tells how each service was afterwards, and where it is reached', () => {
  const result = {
    services: [
      {
        service: 'web',
        state: 'healthy' as const,
        running: 2,
        wanted: 2,
        addresses: [
          { published: 8080, target: 80, protocol: 'tcp', hostIp: '0.0.0.0' },
          { published: 8080, target: 80, protocol: 'tcp', hostIp: '::' },
        ],
      },
      { service: 'migrate', state: 'completed' as const, running: 0, wanted: 1, exitCode: 0, addresses: [] },
    ],
  }
  const page = mount(OperationResult, { props: { result }, global: { stubs: { UIcon: true } } })
  const [web, migrate] = page.findAll('li')
  expect(web?.text()).toContain('2 of 2 running')
  expect(web?.findAll('a')).toHaveLength(1)
  expect(migrate?.text()).toContain('Completed')
  expect(migrate?.text()).toContain('exit code 0')
})
