/** What a plan takes of the host, and who has it now. */
export interface PlanNeeds {
  /** Host ports of the containers that it starts, sorted. */
  readonly ports: readonly PortNeed[]
  /** Names that it gives to containers and that others have now, sorted. */
  readonly names: readonly NameNeed[]
  /** Images that it pulls or builds, sorted. */
  readonly images: readonly ImageNeed[]
  /** Only when images are pulled or built. */
  readonly disk?: DiskNeed
}

export interface PortNeed {
  readonly service: string
  /** Empty: every address. */
  readonly hostIp: string
  readonly protocol: string
  readonly published: number
  /** Of a range, in which one free port is enough. */
  readonly lastPublished?: number
  /** Absent: nobody, as far as can be seen. */
  readonly heldBy?: Holder
}

export interface NameNeed {
  readonly name: string
  readonly service: string
  readonly heldBy: Holder
}

/** Who has a port or a name now. */
export type Holder =
  | {
      readonly kind: 'container'
      readonly name: string
      /** Absent: not made by Compose. */
      readonly project?: string
      readonly service?: string
      /** This plan makes it give up what is needed. */
      readonly givesUp: boolean
    }
  /** Outside of containers; its name and its process only where they can be seen. */
  | { readonly kind: 'program'; readonly name?: string; readonly pid?: number }

export interface ImageNeed {
  readonly image: string
  readonly by: 'pull' | 'build'
  readonly services: readonly string[]
  /** It is not on the Engine. */
  readonly isMissing: boolean
  /** About how much room it takes: as much as the image that it takes the place of. Absent: not known. */
  readonly aboutBytes?: number
}

export interface DiskNeed {
  /** Where the Engine keeps its images. */
  readonly folder: string
  /** The sum over the images whose size can be guessed. */
  readonly aboutBytes: number
  /** How many images have a size that cannot be guessed. */
  readonly unknownImages: number
  /** Absent: the folder cannot be seen from here. Changes all the time, so the digest leaves it out. */
  readonly freeBytes?: number
}

/** Of a plan that starts and fetches nothing. */
export const noNeeds: PlanNeeds = { ports: [], names: [], images: [] }
