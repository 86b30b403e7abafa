import { randomBytes } from 'node:crypto'
import { isEngineError } from '@berth/docker-engine'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accessRules } from './access.ts'
import { containerRules } from './containers.ts'
import { imageRules } from './images.ts'
import { networkRules } from './networks.ts'
import { sessionRules } from './sessions.ts'
import { streamRules } from './streams.ts'
import type { ContractEngine, Subject } from './subject.ts'
import { usageRules } from './usage.ts'
import { volumeRules } from './volumes.ts'

export { type ContractEngine, contractExec, contractProgram } from './subject.ts'

/**
 * Holds an engine to what everybody builds on. The fake and the adapter of the real one pass the same
 * suite, so a test that uses the fake says something about the real one.
 *
 * Each test removes what it made, also when it fails.
 */
export function describeEngine(name: string, open: () => Promise<ContractEngine & { close?(): void }>): void {
  describe(name, () => {
    let opened: Awaited<ReturnType<typeof open>>
    let subject: Subject
    const current = () => subject

    beforeAll(async () => {
      opened = await open()
    })
    beforeEach(() => {
      const prefix = `contract-${randomBytes(4).toString('hex')}`
      const labels = { 'berth.test': prefix }
      subject = { ...opened, prefix, labels, label: `berth.test=${prefix}` }
    })
    afterEach(() => removeAll(subject))
    afterAll(() => opened.close?.())

    it('says who it is', async () => {
      const version = await opened.engine.version()
      expect(version).toMatchObject({ os: 'linux', apiVersion: expect.stringMatching(/^1\.\d+$/) })
      await expect(opened.engine.apiVersion()).resolves.toBe(version.apiVersion)
      await expect(opened.engine.dataFolder()).resolves.toMatch(/^\//)
      expect(typeof (await opened.engine.keepsPlatforms())).toBe('boolean')
    })
    it('lists the credentials for registries that it knows', async () => {
      const known = await opened.engine.registryCredentials()
      expect(known.filter(({ serveraddress }) => serveraddress === '')).toEqual([])
    })
    describe('containers', () => containerRules(current))
    describe('commands and files', () => accessRules(current))
    describe('sessions', () => sessionRules(current))
    describe('usage', () => usageRules(current))
    describe('networks', () => networkRules(current))
    describe('volumes', () => volumeRules(current))
    describe('images', () => imageRules(current))
    describe('streams', () => streamRules(current))
  })
}

async function removeAll({ engine, label }: Subject): Promise<void> {
  const labels = [label]
  for (const { id } of await engine.listContainers({ labels })) {
    await engine.removeContainer(id, { force: true, volumes: true }).catch((error: unknown) => {
      // It was just removing itself.
      if (!isEngineError(error, 'ENGINE_NOT_FOUND')) throw error
    })
  }
  for (const { Id } of await engine.listNetworks({ labels })) await engine.removeNetwork(Id)
  for (const { Name } of await engine.listVolumes({ labels })) await engine.removeVolume(Name)
}
