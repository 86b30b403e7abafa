import type { Engine } from '../engine.ts'
import type { VolumeInspect } from '../shown.ts'
import { abortedBy, type Connection, readJson } from './connection.ts'

type VolumeCalls = Pick<Engine, 'listVolumes' | 'inspectVolume' | 'createVolume' | 'removeVolume'>

/** The volume half of the port. */
export const volumeCalls = ({ ask }: Connection): VolumeCalls => ({
  listVolumes: ({ labels }, { signal } = {}) =>
    ask({ doing: 'list volumes' }, signal, async (docker) => {
      const filters = labels && { filters: { label: [...labels] } }
      const { Volumes } = await docker.listVolumes({ ...filters, ...abortedBy(signal) })
      return (Volumes ?? []).map(withLabels)
    }),

  inspectVolume: (name, { signal } = {}) =>
    ask({ doing: `inspect volume ${name}` }, signal, async (docker) =>
      withLabels(await docker.getVolume(name).inspect(abortedBy(signal))),
    ),

  createVolume: (body, { signal } = {}) =>
    ask({ doing: `create volume ${body.Name}` }, signal, async (docker) => {
      await docker.createVolume({ ...body, ...abortedBy(signal) } as never)
      return withLabels(await docker.getVolume(body.Name).inspect(abortedBy(signal)))
    }),

  removeVolume: (name, { signal, force = false } = {}) =>
    ask({ doing: `remove volume ${name}` }, signal, async (docker) => {
      // dockerode's own remove loses `force`.
      const path = `/volumes/${encodeURIComponent(name)}?`
      await readJson(docker, { method: 'DELETE', path, query: { force }, signal })
    }),
})

/** A volume made without labels has `null` for them. */
const withLabels = (
  volume: Omit<VolumeInspect, 'Labels'> & { readonly Labels: VolumeInspect['Labels'] | null },
): VolumeInspect => ({
  ...volume,
  Labels: volume.Labels ?? {},
})
